extension VomeVookVoltmastersTests {
  /// How each vendor's documentation calls it, in the languages that it shows, and in those that it does not.
  static let documented: [String: [Snippet]] = [
    "vook-api-key": snippets([
      ("curl", "curl https://api.vook.ai/v1/ \\\n  -H \"Authorization: Bearer §\"\n"),
      (
        "curl, body",
        "curl https://api.vook.ai/v1/items \\\n  -H \"Authorization: Bearer §\" \\\n  -H \"Content-Type: application/json\" \\\n  -d '{\"name\": \"My Item\"}'\n"
      ),
      (
        "JavaScript",
        "const response = await fetch(\"https://api.vook.ai/v1/\", {\n  headers: {\n    Authorization: \"Bearer §\",\n  },\n});\nconst data = await response.json();\n"
      ),
      (
        "Python, requests",
        "import requests\n\nresponse = requests.get(\n    \"https://api.vook.ai/v1/\",\n    headers={\"Authorization\": \"Bearer §\"},\n)\n"
      ),
      (
        "Python, httpx",
        "import httpx\n\nclient = httpx.Client(\n    base_url=\"https://api.vook.ai/v1\",\n    headers={\"Authorization\": \"Bearer §\"},\n)\n"
      ),
      (
        "PHP",
        "$ch = curl_init('https://api.vook.ai/v1/');\ncurl_setopt($ch, CURLOPT_HTTPHEADER, ['Authorization: Bearer §']);\n"
      ),
      ("HTTP", "GET /v1/ HTTP/1.1\nHost: api.vook.ai\nAuthorization: Bearer §\nAccept: application/json\n"),
    ]),
    "cometly-api-key": snippets([
      (
        "curl",
        "curl https://app.cometly.com/public-api/v1/events \\\n  -H \"Authorization: Bearer §\" \\\n  -H \"Accept: application/json\" \\\n  -H \"Content-Type: application/json\"\n"
      ),
      (
        "curl, options in words",
        "curl --request GET \\\n  --url https://app.cometly.com/public-api/v1/events \\\n  --header 'Authorization: Bearer §'\n"
      ),
      (
        "JavaScript",
        "fetch('https://app.cometly.com/public-api/v1/events', {\n  method: 'GET',\n  headers: {\n    'Authorization': 'Bearer §',\n    'Accept': 'application/json',\n    'Content-Type': 'application/json'\n  }\n});\n"
      ),
      (
        "PHP",
        "<?php\n$url = 'https://app.cometly.com/public-api/v1/events';\n$headers = [\n    'Authorization: Bearer §',\n    'Accept: application/json',\n    'Content-Type: application/json'\n];\n$ch = curl_init($url);\ncurl_setopt($ch, CURLOPT_HTTPHEADER, $headers);\n"
      ),
      (
        "Python",
        "import requests\n\nurl = \"https://app.cometly.com/public-api/v1/events\"\nheaders = {\n    \"Authorization\": \"Bearer §\",\n    \"Accept\": \"application/json\",\n    \"Content-Type\": \"application/json\"\n}\nresponse = requests.get(url, headers=headers)\n"
      ),
      (
        "HTTP",
        "GET https://app.cometly.com/public-api/v1/events\nAuthorization: Bearer §\nAccept: application/json\nContent-Type: application/json\n"
      ),
    ]),
    "vome-api-key": snippets([
      (
        "Python",
        "headers = {\n    \"API-KEY\": \"§\"\n}\nresponse = requests.get(\"https://api.vomevolunteer.com/data\", headers=headers)\n"
      ),
      ("curl", "curl https://api.vomevolunteer.com/data \\\n  -H \"API-KEY: §\"\n"),
      (
        "JavaScript",
        "fetch('https://api.vomevolunteer.com/data', {\n  headers: {\n    'API-KEY': '§'\n  }\n});\n"
      ),
      (
        "PHP",
        "$headers = [\n    'API-KEY: §'\n];\n$ch = curl_init('https://api.vomevolunteer.com/data');\ncurl_setopt($ch, CURLOPT_HTTPHEADER, $headers);\n"
      ),
      ("HTTP", "GET /data HTTP/1.1\nHost: api.vomevolunteer.com\nAPI-KEY: §\n"),
    ]),
    "altum-ai-api-key": snippets([
      (
        "curl",
        "curl -X POST https://api.altum.ai/v2/sustainability \\\n  -H \"x-api-key: §\" \\\n  -H \"Content-Type: application/json\" \\\n  -d '{\"postcode\": \"1234AB\", \"housenumber\": 1}'\n"
      ),
      (
        "JavaScript",
        "const res = await fetch('https://api.altum.ai/woz', {\n  method: 'POST',\n  headers: {\n    'Content-Type': 'application/json',\n    'x-api-key': '§',\n  },\n  body: JSON.stringify({ postcode, housenumber }),\n});\n"
      ),
      (
        "PHP",
        "const ApiKey = '§';\nconst Url = 'https://api.altum.ai/avm';\n$response = Http::withHeaders(['x-api-key' => self::ApiKey])->post(self::Url, $request);\n"
      ),
      (
        "Python",
        "headers = {\"x-api-key\": \"§\", \"Content-Type\": \"application/json\"}\nresponse = requests.get(\"https://api.altum.ai/credit?time=40\", headers=headers)\n"
      ),
      ("HTTP", "GET /credit?time=40 HTTP/1.1\nHost: api.altum.ai\nx-api-key: §\n"),
    ]),
    "voltmasters-project-key": snippets([
      ("home automation", "voltmasters:\n  api_key: §\n"),
      ("environment file of a reporting script", "# reporting-script\nVOLTMASTERS_API_KEY=§\n"),
      ("Python", "voltmasters = Voltmasters(api_key=\"§\")\n"),
      ("JavaScript", "const client = new Voltmasters({ apiKey: '§' });\n"),
      ("PHP", "$voltmasters = new Voltmasters\\Client(['api_key' => '§']);\n"),
    ]),
  ]

  private static func snippets(_ list: [(name: String, text: String)]) -> [Snippet] {
    list.map { Snippet(name: $0.name, template: $0.text) }
  }
}
