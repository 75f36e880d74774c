/// The words that features count.
enum Vocabulary {
  enum InValue: Int { case placeholder, credential, code, human, technical }

  static let value = WordGroups(
    of: InValue.self,
    [
      (
        .placeholder,
        """
        example sample dummy fake mock stub test testing demo placeholder change default your insert enter replace redact \
        remove mask hidden todo fixme here foo bar baz qux lorem none null empty string value abc123 abc 123 1234 12345 \
        123456 xxx *** ... ### --- ___ 000 some any random valid invalid wrong bad unknown my_ my- my the_ this that \
        expected actual original first second other another temp blah asdf qwer hello world
        """
      ),
      (
        .credential,
        """
        password passwd passphrase pass secret token key auth cred bearer api login admin root user username guest access \
        private public client account
        """
      ),
      (
        .code,
        """
        get set config env this. self. this self opts options params request response data process function return new \
        type object class list array bytes byte settings properties ctx context args kwargs input output node file path \
        name index item field model server state event click text label error message header url uri http result query
        """
      ),
      (
        .technical,
        """
        required optional ignored always never auto manual enabled disabled hidden visible allow deny forbidden unauthorized \
        missing expired pending success failed failure warning console focus submit button checkbox dialog modal touch mouse \
        number integer boolean float double varchar nullable undefined void \
        ascii utf8 utf-8 latin1 base64 base32 sha1 sha256 sha512 scram md5 bcrypt argon2 pbkdf2 hmac aes rsa ecdsa ed25519 x509 \
        http https ssl tls smtp imap ldap oauth saml oidc kerberos ntlm kubectl docker helm curl sudo openssl grep jenkins github gitlab \
        database table column schema prefix suffix format regex pattern locale charset encoding template component plugin module package \
        manager handler provider factory builder service controller interface callback listener generator iterator wrapper
        """
      ),
      (.human, "p@ss p4ss passw0rd pa55 s3cr letmein hunter qwerty monkey dragon master welcome super"),
    ])

  enum InName: Int {
    case pass, secret, token, key, auth, credential, api, `private`, `public`, access, scheme, id, label, user, test
    case location, kind, hash, salt, client, session, text, count, index, other, encrypted, request, open
  }

  static let name = WordGroups(
    of: InName.self,
    [
      (.pass, "password passwd passphrase passcode pass pwd psw pw"),
      (.secret, "secret seed mnemonic"),
      (.token, "token ticket jwt"),
      (.key, "key keys"),
      (.auth, "auth authorization authentication oauth"),
      (.credential, "credential cred creds"),
      (.api, "api app"),
      (.private, "private priv signing encryption encrypt master"),
      (.public, "public pub"),
      (.access, "access aws azure account"),
      (.scheme, "bearer basic digest x- header"),
      (.id, "id uuid guid arn"),
      (.label, "name title label"),
      (.user, "user login email admin root db database"),
      (.test, "test expected actual mock fake dummy invalid wrong valid example sample"),
      (.location, "url uri path file dir endpoint host link href store ref"),
      (.kind, "type kind class format algorithm method mode scope version status provider policy strategy"),
      (.hash, "hash digest checksum sha md5 hmac signature sig"),
      (.salt, "salt nonce iv csrf xsrf state verifier challenge"),
      (.client, "client consumer service server"),
      (.session, "session cookie refresh csrftoken sid"),
      (.text, "message error placeholder hint help description text field prompt reset forgot change confirm invalid"),
      (.count, "len length max min count size num limit expires expiry timeout ttl age"),
      (.index, "primary foreign partition sort index row column cache map hot press down board code word frame object"),
      (
        .other,
        """
        author authority monkey turkey keyboard keyword keygen keyframe keycode keychain keystroke keystone keypad bypass compass passed \
        passing passenger accessib tokeniz sendkeys send_keys
        """
      ),
      (.encrypted, "encrypted hashed encoded"),
      (
        .open,
        """
        publickey public_key public-key public.key pubkey pub_key pub-key publickeytoken encryptedkey encrypted_key \
        encrypted-key authenticity_token authenticity-token csrf-token csrfmiddlewaretoken requestverificationtoken sitekey site-key site_key websocketkey websocket-key websocket_key keyhandle key_handle recv-key nexttoken next_token next-token pagetoken page_token page-token backwardtoken \
        forwardtoken continuationtoken continuation_token continuation-token synctoken sync_token locktoken lock_token \
        idempotencytoken idempotency_token idempotencykey idempotency_key idempotency-key clientrequesttoken \
        client-request-token s3key s3_key formkey resourcekey key_finger key-finger blobkey blob-key blob_key objectkey object_key object-key projectkey project_key project-key keyhash key_hash key-hash fingerprint thumbprint authored \
        pwdhash pwd_hash passhash pass_hash pwhash passwordhash password_hash password-hash hashed_password hashedpassword
        """
      ),
      (.request, "request response result value data param arg option config setting"),
    ])

  enum InLine: Int {
    case credential, code, declaration, check, prose, login, shell, header, text, host, example, cipher
  }

  static let line = WordGroups(
    of: InLine.self,
    [
      (.credential, "password passwd pwd secret token api_key apikey api-key access_key credential private"),
      (
        .code,
        """
        return if( if~ else for~ while~ import include require( function def~ func~ fn~ => -> \
        :: && || null nil none true false self. this. new~ lambda async await yield throw catch try
        """
      ),
      (
        .declaration,
        """
        const~ let~ var~ val~ static final public private protected string char byte int~ class \
        struct interface enum type typedef readonly export
        """
      ),
      (.check, "assert expect should mock stub spec describe it( given when( verify equal toequal require.equal test"),
      (.prose, "the is~ of~ to~ and~ you your with this~ that~ can will must"),
      (.login, "user login username email account uid userid"),
      (.shell, "curl sudo docker export echo mysql psql ssh wget -e~ -h~ -u~ -p~ --user --pass run~"),
      (.header, "authorization header bearer basic x- content-type cookie http"),
      (.text, "title label placeholder message hint description translation localiz text string~name key=\" color"),
      (.host, "host port server database url endpoint localhost 127.0.0.1 jdbc smtp ldap redis amqp mongo"),
      (.cipher, "plaintext ciphertext cipher digest vector hmac aes chacha ecdh result~= iv~= tag~= aad~="),
      (.example, "example sample e.g. demo dummy fake foo bar lorem"),
    ])
}
