extension PeerRuleIDs {
  /// One default rule of gitleaks a line: its id, then the built-in rules that find the same, or `-` and the reason
  /// why there is none. Betterleaks continues gitleaks and its ids.
  static let table = """
    1password-secret-key onepassword-secret-key
    1password-service-account-token onepassword-service-account
    adafruit-api-key adafruit-io-key
    adobe-client-id adobe-client-id
    adobe-client-secret adobe-client-secret
    age-secret-key age-secret-key
    airtable-api-key airtable-api-key-legacy
    airtable-personnal-access-token airtable-pat
    algolia-api-key algolia-admin-key
    alibaba-access-key-id alibaba-access-key-id
    alibaba-secret-key alibaba-access-key-secret
    anthropic-admin-api-key anthropic-admin-key
    anthropic-api-key anthropic-api-key
    artifactory-api-key artifactory-api-key
    artifactory-reference-token jfrog-reference-token
    asana-client-id - a client id is public and no secret
    asana-client-secret asana-client-secret
    atlassian-api-token atlassian-api-token atlassian-api-token-legacy
    authress-service-client-access-key authress-service-key
    aws-access-token aws-access-key-id aws-temporary-access-key-id aws-legacy-account-key-id \
    aws-bearer-service-key-id aws-context-specific-credential-id
    aws-amazon-bedrock-api-key-long-lived aws-bedrock-api-key-long aws-bedrock-api-key-long-unread
    aws-amazon-bedrock-api-key-short-lived aws-bedrock-api-key-short
    azure-ad-client-secret azure-entra-client-secret azure-entra-client-secret-legacy
    beamer-api-token beamer-api-key
    bitbucket-client-id bitbucket-oauth-consumer
    bitbucket-client-secret bitbucket-oauth-consumer
    bittrex-access-key bittrex-key
    bittrex-secret-key bittrex-key
    cisco-meraki-api-key meraki-api-key
    clickhouse-cloud-api-secret-key clickhouse-cloud-secret
    clojars-api-token clojars-deploy-token
    cloudflare-api-key cloudflare-api-token cloudflare-account-token cloudflare-user-token
    cloudflare-global-api-key cloudflare-global-api-key cloudflare-global-key-v2
    cloudflare-origin-ca-key cloudflare-origin-ca-key
    codecov-access-token codecov-token
    cohere-api-token cohere-api-key
    coinbase-access-token coinbase-api-key-legacy
    confluent-access-token confluent-api-key
    confluent-secret-key confluent-api-secret
    contentful-delivery-api-token contentful-delivery-token
    curl-auth-header http-authorization-header http-basic-header http-bearer-header
    curl-auth-user command-line-password
    databricks-api-token databricks-pat
    datadog-access-token datadog-api-key datadog-app-key datadog-token-prefixed
    defined-networking-api-token defined-networking-key
    digitalocean-access-token digitalocean-oauth-token
    digitalocean-pat digitalocean-pat
    digitalocean-refresh-token digitalocean-refresh-token
    discord-api-token discord-bot-token discord-bot-token-shape discord-mfa-token
    discord-client-id - a client id is public and no secret
    discord-client-secret discord-client-secret
    doppler-api-token doppler-personal-token
    droneci-access-token drone-ci-token
    dropbox-api-token dropbox-app-secret
    dropbox-long-lived-api-token dropbox-long-lived-token
    dropbox-short-lived-api-token dropbox-short-lived-token
    duffel-api-token duffel-token duffel-test-token
    dynatrace-api-token dynatrace-token
    easypost-api-token easypost-key
    easypost-test-api-token easypost-test-key
    etsy-access-token etsy-api-key
    facebook-access-token facebook-access-token facebook-app-token
    facebook-page-access-token facebook-access-token
    facebook-secret facebook-app-secret
    fastly-api-token fastly-api-token
    finicity-api-token finicity-credentials
    finicity-client-secret finicity-credentials
    finnhub-access-token finnhub-api-key
    flickr-access-token flickr-api-key
    flutterwave-encryption-key flutterwave-test-keys
    flutterwave-public-key flutterwave-public-key
    flutterwave-secret-key flutterwave-secret-key flutterwave-test-keys
    flyio-access-token flyio-token flyio-oauth-token
    frameio-api-token frameio-token
    freemius-secret-key freemius-secret
    freshbooks-access-token freshbooks-api-key
    gcp-api-key google-api-key
    generic-api-key generic-api-key generic-auth generic-credential generic-password generic-secret generic-token
    github-app-token github-app-user-token github-app-installation-token github-app-installation-token-stateless
    github-fine-grained-pat github-pat-fine-grained
    github-oauth github-oauth-token
    github-pat github-pat-classic
    github-refresh-token github-refresh-token
    gitlab-cicd-job-token gitlab-ci-job-token
    gitlab-deploy-token gitlab-deploy-token
    gitlab-feature-flag-client-token gitlab-feature-flags-client-token
    gitlab-feed-token gitlab-feed-token
    gitlab-incoming-mail-token gitlab-incoming-mail-token
    gitlab-kubernetes-agent-token gitlab-agent-token
    gitlab-oauth-app-secret gitlab-oauth-app-secret
    gitlab-pat gitlab-pat
    gitlab-pat-routable gitlab-pat-routable gitlab-pat-routable-unread
    gitlab-ptt gitlab-pipeline-trigger-token
    gitlab-rrt gitlab-runner-registration-token
    gitlab-runner-authentication-token gitlab-runner-auth-token gitlab-runner-auth-token-registered
    gitlab-runner-authentication-token-routable gitlab-runner-auth-token gitlab-runner-auth-token-registered
    gitlab-scim-token gitlab-scim-token
    gitlab-session-cookie gitlab-session-cookie
    gitter-access-token gitter-api-key
    gocardless-api-token gocardless-token
    grafana-api-key grafana-api-key grafana-api-key-unread
    grafana-cloud-api-token grafana-cloud-token grafana-cloud-token-unread
    grafana-service-account-token grafana-service-account
    harness-api-key harness-api-key
    hashicorp-tf-api-token terraform-cloud-token
    hashicorp-tf-password terraform-tf-password
    heroku-api-key heroku-api-key-legacy
    heroku-api-key-v2 heroku-api-key
    hubspot-api-key hubspot-api-key
    huggingface-access-token huggingface-token
    huggingface-organization-api-token huggingface-org-token
    infracost-api-token infracost-api-key
    intercom-api-key intercom-token
    intra42-client-secret intra42-secret
    jfrog-api-key artifactory-api-key
    jfrog-identity-token jfrog-reference-token
    jwt jwt
    jwt-base64 jwt-base64
    kraken-access-token kraken-key
    kubernetes-secret-yaml kubernetes-secret-file kubernetes-secret-manifest kubernetes-secret-value
    kucoin-access-token kucoin-key
    kucoin-secret-key kucoin-key
    launchdarkly-access-token launchdarkly-access-token launchdarkly-api-token
    linear-api-key linear-api-key
    linear-client-secret linear-client-secret
    linkedin-client-id - a client id is public and no secret
    linkedin-client-secret linkedin-client-secret linkedin-client-secret-v2
    lob-api-key lob-secret-key lob-test-key
    lob-pub-api-key lob-publishable-key
    looker-client-id - a client id is public and no secret
    looker-client-secret looker-client-secret
    mailchimp-api-key mailchimp-api-key
    mailgun-private-api-token mailgun-api-key
    mailgun-pub-key mailgun-public-key
    mailgun-signing-key mailgun-sending-key
    mapbox-api-token mapbox-public-token
    mattermost-access-token mattermost-token
    maxmind-license-key maxmind-license maxmind-license-legacy
    messagebird-api-token messagebird-key
    messagebird-client-id - a client id is public and no secret
    microsoft-teams-webhook microsoft-teams-webhook
    netlify-access-token netlify-token netlify-token-legacy
    new-relic-browser-api-token newrelic-browser-key
    new-relic-insert-key newrelic-insert-key
    new-relic-user-api-id newrelic-api-id
    new-relic-user-api-key newrelic-user-key
    notion-api-token notion-token notion-token-legacy
    npm-access-token npm-access-token
    nuget-config-password nuget-config-password
    nytimes-access-token nytimes-api-key
    octopus-deploy-api-key octopus-deploy-api-key
    okta-access-token okta-api-token
    openai-api-key openai-project-key openai-service-account-key openai-admin-key openai-legacy-key \
    openai-legacy-key-unmarked
    openshift-user-token openshift-token
    perplexity-api-key perplexity-api-key
    pkcs12-file pkcs12-file
    plaid-api-token plaid-access-token
    plaid-client-id plaid-client-id
    plaid-secret-key plaid-secret
    planetscale-api-token planetscale-service-token
    planetscale-oauth-token planetscale-oauth-token
    planetscale-password planetscale-password
    postman-api-token postman-api-key
    prefect-api-token prefect-api-key
    private-key private-key-rsa private-key-dsa private-key-ec private-key-openssh private-key-pgp \
    private-key-pkcs8 private-key-encrypted-pkcs8 private-key-ssh2 private-key-other private-key-fragment
    privateai-api-token privateai-key
    pulumi-api-token pulumi-token
    pypi-upload-token pypi-api-token testpypi-api-token
    rapidapi-access-token rapidapi-api-key
    readme-api-token readme-api-key
    rubygems-api-token rubygems-api-key
    scalingo-api-token scalingo-token
    sendbird-access-id - an application id is public and no secret
    sendbird-access-token sendbird-token
    sendgrid-api-token sendgrid-api-key
    sendinblue-api-token brevo-api-key
    sentry-access-token sentry-token-legacy
    sentry-org-token sentry-org-token
    sentry-user-token sentry-user-token
    settlemint-application-access-token settlemint-token
    settlemint-personal-access-token settlemint-token
    settlemint-service-access-token settlemint-token
    shippo-api-token shippo-token shippo-test-token
    shopify-access-token shopify-access-token
    shopify-custom-access-token shopify-custom-app-token
    shopify-private-app-access-token shopify-private-app-token
    shopify-shared-secret shopify-shared-secret
    sidekiq-secret sidekiq-enterprise-key
    sidekiq-sensitive-url sidekiq-enterprise-key
    slack-app-token slack-app-level-token
    slack-bot-token slack-bot-token
    slack-config-access-token slack-config-access-token
    slack-config-refresh-token slack-config-refresh-token
    slack-legacy-bot-token slack-legacy-bot-token
    slack-legacy-token slack-legacy-session-token
    slack-legacy-workspace-token slack-legacy-workspace-token
    slack-user-token slack-user-token
    slack-webhook-url slack-webhook-url slack-workflow-webhook
    snyk-api-token snyk-api-token
    sonar-api-token sonarqube-token sonar-token-legacy
    sourcegraph-access-token sourcegraph-token
    square-access-token square-access-token square-access-token-legacy
    squarespace-access-token squarespace-api-key
    stripe-access-token stripe-secret-key-live stripe-secret-key-test stripe-restricted-key-live \
    stripe-restricted-key-test
    sumologic-access-id sumologic-access-id
    sumologic-access-token sumologic-access-key
    telegram-bot-api-token telegram-bot-token telegram-bot-token-near
    travisci-access-token travis-ci-token
    twilio-api-key twilio-api-key-sid
    twitch-api-token twitch-client-secret twitch-oauth-token
    twitter-access-secret twitter-access-secret
    twitter-access-token twitter-access-token
    twitter-api-key twitter-api-key
    twitter-api-secret twitter-api-secret
    twitter-bearer-token twitter-bearer-token
    typeform-api-token typeform-token
    vault-batch-token vault-batch-token
    vault-service-token vault-service-token vault-token-legacy
    yandex-access-token yandex-cloud-iam-token
    yandex-api-key yandex-cloud-api-key
    yandex-aws-access-token yandex-cloud-static-key
    zendesk-secret-key zendesk-token
    """
}
