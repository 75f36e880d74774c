import Text

/// What those who run machines write.
extension EncodedHome {
  static let kubernetes = [
    EncodedHome("Kubernetes Secret", "secret.yaml", line: 7, "base64") {
      """
      apiVersion: v1
      kind: Secret
      metadata:
        name: app
      type: Opaque
      data:
        stripe: \(Written.base64($0))
      """
    },
    EncodedHome("Kubernetes Secret with a file", "secret.yaml", line: 4, "base64") {
      "apiVersion: v1\nkind: Secret\ndata:\n  .env: \(Written.base64(Written.environment($0)))\n"
    },
    EncodedHome("Kubernetes Secret in plain text", "secret.yaml", line: 4, nil) {
      "apiVersion: v1\nkind: Secret\nstringData:\n  stripe: \($0)\n"
    },
    EncodedHome("Kubernetes Secret as applied", "dump.yaml", line: 4, "base64") {
      """
      metadata:
        annotations:
          kubectl.kubernetes.io/last-applied-configuration: |
            {"apiVersion":"v1","data":{"k":"\(Written.base64($0))"},"kind":"Secret"}
      """
    },
    EncodedHome("Helm values", "values.yaml", line: 2, "base64") {
      "app:\n  environment: \(Written.base64(Written.environment($0)))\n  replicas: 2\n"
    },
    EncodedHome("Helm release, values", "release.yaml", line: 4, "base64+base64+gzip") {
      try release(#"{"name":"app","config":{"stripe":"\#($0)"}}"#)
    },
    EncodedHome("Helm release, manifest", "release.yaml", line: 4, "base64+base64+gzip+base64") {
      try release(#"{"manifest":"kind: Secret\\ndata:\\n  k: \#(Written.base64($0))\\n"}"#)
    },
  ]

  private static func release(_ json: String) throws -> String {
    let data = Written.base64(Written.base64(try Written.gzip(json)))
    return "kind: Secret\ntype: helm.sh/release.v1\ndata:\n  release: \(data)\n"
  }

  static let registries = [
    EncodedHome("docker's config.json", "config.json", line: 4, "base64") {
      """
      {
        "auths": {
          "registry.example.org": {
            "auth": "\(Written.base64("ci:\($0)"))"
          }
        }
      }
      """
    },
    EncodedHome("dockerconfigjson", "pull.yaml", line: 4, "base64+base64") {
      let json = #"{"auths":{"registry.example.org":{"auth":"\#(Written.base64("ci:\($0)"))"}}}"#
      return "kind: Secret\ntype: kubernetes.io/dockerconfigjson\ndata:\n  .dockerconfigjson: \(Written.base64(json))\n"
    },
    EncodedHome("dockerconfigjson with the password", "pull.yaml", line: 2, "base64") {
      let json = #"{"auths":{"r.example.org":{"password":"\#($0)","auth":"\#(Written.base64("ci:\($0)"))"}}}"#
      return "data:\n  .dockerconfigjson: \(Written.base64(json))\n"
    },
    EncodedHome(".npmrc", ".npmrc", "base64") { "//registry.example.org/:_auth=\(Written.base64("ci:\($0)"))\n" },
    EncodedHome("Basic header in code", "client.py", "base64") {
      "requests.get(url, headers={\"Authorization\": \"Basic \(Written.base64("user:\($0)"))\"})\n"
    },
    EncodedHome("Basic header of curl", "get.sh", "base64") {
      "curl -H 'Authorization: Basic \(Written.base64("\($0):"))' https://api.example.org/v1\n"
    },
    EncodedHome("Basic header of git", "gitconfig", line: 2, "base64") {
      "[http]\n\textraheader = AUTHORIZATION: basic \(Written.base64("x-access-token:\($0)"))\n"
    },
  ]

  static let machines = [
    EncodedHome("user_data", "main.tf", line: 2, "base64") {
      "resource \"aws_instance\" \"a\" {\n  user_data_base64 = \"\(Written.base64(Written.cloudConfig($0)))\"\n}\n"
    },
    EncodedHome("user_data, compressed", "main.tf", line: 2, "base64+gzip") {
      let data = Written.base64(try Written.gzip(Written.cloudConfig($0)))
      return "resource \"aws_instance\" \"a\" {\n  user_data_base64 = \"\(data)\"\n}\n"
    },
    EncodedHome("cloud-init file, compressed and wrapped", "user-data", line: 6, "base64+gzip") {
      let data = Written.base64(try Written.gzip(Written.cloudConfig($0)))
      return "#cloud-config\nwrite_files:\n  - encoding: gz+b64\n    path: /etc/app\n    content: !!binary |\n      "
        + Written.lines(data, of: 64, indented: 6) + "\n"
    },
    EncodedHome("Terraform state", "terraform.tfstate", line: 3, "base64+gzip") {
      let data = Written.base64(try Written.gzip(Written.cloudConfig($0)))
      return
        "{\"version\": 4, \"resources\": [{\"instances\": [{\n\"attributes\": {\n\"user_data_base64\": \"\(data)\"}}]}]}\n"
    },
    EncodedHome("Terraform state, JSON in JSON", "terraform.tfstate", line: 2, nil) {
      "{\"attributes\": {\n\"secret_string\": \"\(Written.json(#"{"stripe": "\#($0)"}"#))\"}}\n"
    },
    EncodedHome("Terraform state, a script", "terraform.tfstate", line: 2, "backslash") {
      "{\"attributes\": {\n\"user_data\": \"\(Written.json("#!/bin/sh\ncat >key <<E\n\($0)\nE\n"))\"}}\n"
    },
    EncodedHome("Ansible", "tasks.yml", line: 2, "base64") {
      "- copy:\n    content: \"{{ '\(Written.base64(Written.environment($0)))' | b64decode }}\"\n    dest: /a\n"
    },
    EncodedHome("Chef", "default.rb", line: 2, "base64") {
      "file '/etc/app.env' do\n  content Base64.decode64('\(Written.base64(Written.environment($0)))')\nend\n"
    },
    EncodedHome("Puppet's hiera", "common.yaml", line: 3, "base64") {
      "---\nprofile::app::config: >\n  \(Written.lines(Written.base64(Written.letter($0)), of: 60, indented: 2))\n"
    },
    EncodedHome("Puppet's hiera, binary", "common.yaml", line: 2, "base64") {
      "profile::app::key: !binary |-\n  \(Written.base64($0))\n"
    },
    EncodedHome("PowerShell's encoded command", "run.cmd", "base64+utf-16") {
      let script = Written.utf16("$key = '\($0)'; Invoke-RestMethod")
      return "powershell.exe -NoProfile -EncodedCommand \(Written.base64(script))\r\n"
    },
    EncodedHome("directory", "users.ldif", line: 2, "base64") {
      let value = "description:: " + Written.base64(Written.letter($0))
      return "dn: cn=a\n\(Written.lines(value, of: 76, indented: 1))\ncn: a\n"
    },
  ]

  static let pipelines = [
    EncodedHome("GitLab CI", ".gitlab-ci.yml", line: 2, "base64") {
      "variables:\n  APP_CONFIG: \"\(Written.base64(Written.environment($0)))\"\n"
    },
    EncodedHome("GitLab variables", "variables.json", "base64") {
      "[{\"key\":\"ENV_FILE\",\"value\":\"\(Written.base64(Written.environment($0)))\",\"variable_type\":\"env_var\"}]\n"
    },
    EncodedHome("GitHub workflow", "deploy.yml", line: 2, "base64") {
      "env:\n  CONFIG: \(Written.base64(#"{"stripe": "\#($0)"}"#))\n"
    },
    EncodedHome("GitHub's API for contents", "contents.json", "base64") {
      let lines = Written.lines(Written.base64(Written.letter($0)), of: 60)
      return "{\"encoding\": \"base64\", \"content\": \"\(Written.json(lines + "\n"))\"}\n"
    },
    EncodedHome("CircleCI", "config.yml", line: 2, "base64") {
      "- run: |\n    echo \(Written.base64(Written.environment($0))) | base64 -d >.env\n"
    },
  ]
}
