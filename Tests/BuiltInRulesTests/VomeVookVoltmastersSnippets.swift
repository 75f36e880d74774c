extension VomeVookVoltmastersTests {
  /// A text that a key may be in: `$` is the key, `URL`, `HEADER`, `NAME` and `VAR` are the vendor's.
  struct Snippet {
    var name: String
    var template: String

    func text(for vendor: Vendor, key: [UInt8]) -> (text: [UInt8], key: Range<Int>) {
      let filled = [
        ("HEADNAME", vendor.headerName), ("HEADSTART", vendor.headerStart), ("HEADER", vendor.header),
        ("URL", vendor.url), ("NAME", vendor.name), ("VAR", vendor.name.uppercased()),
      ].reduce(template) { text, pair in
        text.split(separator: pair.0, omittingEmptySubsequences: false).joined(separator: pair.1)
      }
      return Self.text(filled, key: key)
    }

    /// A text with the key in the place of the mark, and where that is.
    static func text(_ template: String, key: [UInt8]) -> (text: [UInt8], key: Range<Int>) {
      let parts = template.split(separator: "§", maxSplits: 1, omittingEmptySubsequences: false)
      let start = Array(parts[0].utf8)
      let end = parts.count > 1 ? Array(parts[1].utf8) : []
      return (start + key + end, start.count..<start.count + key.count)
    }
  }

  static let snippets =
    [
      ("curl", "curl -H 'HEADER§' URL\n"),
      ("curl, URL first", "curl -X POST \"URL\" -H \"HEADER§\" -d '{}'\n"),
      (
        "curl over lines",
        "curl --request GET \\\n  --url 'URL' \\\n  --header 'Accept: application/json' \\\n  --header 'HEADER§'\n"
      ),
      ("raw HTTP", "GET /v1/users HTTP/1.1\r\nHost: api.NAME.com\r\nAccept: */*\r\nHEADER§\r\n\r\n"),
      (
        "fetch",
        """
        const response = await fetch('URL', {
          method: 'POST',
          headers: {
            'Content-Type': 'application/json',
            'HEADNAME': 'HEADSTART§',
          },
          body: JSON.stringify(payload),
        });
        """
      ),
      (
        "axios, headers first",
        """
        const options = {
          method: 'GET',
          headers: { 'HEADNAME': 'HEADSTART§' },
        };
        axios.get('URL', options).then((response) => response.data);
        """
      ),
      (
        "PHP",
        """
        $ch = curl_init();
        curl_setopt($ch, CURLOPT_URL, 'URL');
        curl_setopt($ch, CURLOPT_RETURNTRANSFER, true);
        curl_setopt($ch, CURLOPT_HTTPHEADER, [
            'Content-Type: application/json',
            'HEADER§',
        ]);
        """
      ),
      (
        "Python",
        """
        import requests

        url = "URL"
        headers = {
            "HEADNAME": "HEADSTART§",
            "Content-Type": "application/json",
        }
        response = requests.post(url, headers=headers, json=payload)
        """
      ),
      (
        "Python, headers first",
        "headers = {\"HEADNAME\": \"HEADSTART§\"}\nresponse = requests.get(\"URL\", headers=headers)\n"
      ),
      (
        "Go",
        "req, err := http.NewRequest(\"GET\", \"URL\", nil)\nif err != nil {\n\treturn err\n}\nreq.Header.Set(\"HEADNAME\", \"HEADSTART§\")\n"
      ),
      ("environment file", "DEBUG=false\nVAR_API_KEY=§\nPORT=3000\n"),
      ("quoted environment file", "VAR_API_KEY=\"§\"\n"),
      ("shell", "export VAR_API_KEY='§'\n"),
      ("YAML", "NAME:\n  base_url: URL\n  api_key: §\n  timeout: 30\n"),
      ("JSON", "{\n  \"NAME\": {\n    \"enabled\": true,\n    \"apiKey\": \"§\"\n  }\n}\n"),
      ("flat JSON", "{\"NAME_api_key\": \"§\", \"retries\": 3}\n"),
      ("TOML", "[NAME]\napi_key = \"§\"\n"),
      ("properties", "NAME.api.key=§\n"),
      ("XML", "<add key=\"VAR_API_KEY\" value=\"§\" />\n"),
      ("Kubernetes", "env:\n  - name: VAR_API_KEY\n    value: \"§\"\n"),
      ("Dockerfile", "ENV VAR_API_KEY=§\n"),
      ("constant", "const NAMEApiKey = '§';\n"),
      ("constructor", "const client = new NAME.Client({ apiKey: '§' });\n"),
      ("Ruby", "NAME_client = Client.new(api_key: '§')\n"),
      ("PHP constant", "define('VAR_API_KEY', '§');\n"),
      ("Laravel", "'NAME' => [\n    'key' => env('VAR_API_KEY', '§'),\n],\n"),
      ("C#", "private const string VARApiKey = \"§\";\n"),
      ("query", "const url = 'URL?api_key=§';\n"),
      ("Markdown", "Set `VAR_API_KEY` to `§` before you start.\n"),
    ].map { Snippet(name: $0.0, template: $0.1) }
}
