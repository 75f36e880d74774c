/// Names of settings whose values bundlers copy into the JavaScript that browsers load, where every visitor can read them.
///
/// Each prefix is documented by its tool:
/// - `NEXT_PUBLIC_`: https://nextjs.org/docs/app/guides/environment-variables
/// - `VITE_`: https://vite.dev/guide/env-and-mode (also Nuxt, SolidStart and others that build with Vite)
/// - `REACT_APP_`: https://create-react-app.dev/docs/adding-custom-environment-variables
/// - `NUXT_PUBLIC_`: https://nuxt.com/docs/guide/going-further/runtime-config
/// - `EXPO_PUBLIC_`: https://docs.expo.dev/guides/environment-variables
/// - `GATSBY_`: https://www.gatsbyjs.com/docs/how-to/local-development/environment-variables
/// - `VUE_APP_`: https://cli.vuejs.org/guide/mode-and-env.html
/// - `STORYBOOK_`: https://storybook.js.org/docs/configure/environment-variables
/// - `NG_APP_`: https://www.npmjs.com/package/@ngx-env/builder
/// - `PLASMO_PUBLIC_`: https://docs.plasmo.com/framework/env
/// - `BUN_PUBLIC_`: https://bun.com/docs/bundler/fullstack
/// - `NX_PUBLIC_`: https://nx.dev/recipes/react/use-environment-variables-in-react
/// - `PUBLIC_`: https://svelte.dev/docs/kit/$env-static-public, https://docs.astro.build/en/guides/environment-variables,
///   https://rsbuild.rs/guide/advanced/env-vars
///
/// Parcel has no prefix: it inlines what the code reads.
public enum PublishedName {
  /// Whether bundlers publish the value of a setting. Names count in upper case only, as the tools want them.
  public static func isPublished(_ name: some Collection<UInt8>) -> Bool {
    prefix(of: name) != nil
  }

  /// Whether the value of a published setting is meant to be seen: its name says that it names an account or a site, as
  /// `NEXT_PUBLIC_FIREBASE_API_KEY` and `VITE_RECAPTCHA_SITE_KEY`, and not that it is a secret.
  public static func isPublicByDesign(_ name: some Collection<UInt8>) -> Bool {
    let words = words(afterPrefixOf: name)
    if words.contains(where: secretWords.contains) { return false }
    return words.last == "ID" || words.contains(where: publicWords.contains)
  }

  /// The name without what makes bundlers publish it: what the setting is.
  public static func withoutPrefix(_ name: String) -> String {
    prefix(of: Array(name.utf8)).map { String(name.dropFirst($0.count)) } ?? name
  }

  private static func prefix(of name: some Collection<UInt8>) -> [UInt8]? {
    guard let prefix = prefixes.first(where: { name.count > $0.count && name.starts(with: $0) }) else { return nil }
    // `PUBLIC_KEY` and `PUBLIC_URL` say what a value is, wherever they are.
    if prefix.count == shortest, !name.dropFirst(prefix.count).contains(UInt8(ascii: "_")) { return nil }
    return prefix
  }

  private static func words(afterPrefixOf name: some Collection<UInt8>) -> [String] {
    name.dropFirst(prefix(of: name)?.count ?? 0).split(separator: UInt8(ascii: "_"))
      .map { String(decoding: $0, as: UTF8.self).uppercased() }
  }

  private static let prefixes =
    [
      "NEXT_PUBLIC_", "VITE_", "REACT_APP_", "NUXT_PUBLIC_", "EXPO_PUBLIC_", "GATSBY_", "VUE_APP_", "STORYBOOK_",
      "NG_APP_", "PLASMO_PUBLIC_", "BUN_PUBLIC_", "NX_PUBLIC_", "PUBLIC_",
    ].map { Array($0.utf8) }
  private static let shortest = "PUBLIC_".utf8.count

  private static let secretWords: Set<String> = [
    "SECRET", "SECRETS", "PRIVATE", "PASSWORD", "PASSWD", "PASSPHRASE", "PASS", "PWD", "SERVICE", "ADMIN", "MASTER",
    "ROOT", "AUTH", "REFRESH", "SIGNING", "ENCRYPTION",
  ]

  /// Kinds of keys that are made for browsers, and services whose keys in browsers are.
  private static let publicWords: Set<String> = [
    "PUBLIC", "PUBLISHABLE", "PUB", "PK", "ANON", "ANONYMOUS", "SITE", "SITEKEY", "CLIENT", "DSN", "MEASUREMENT",
    "TRACKING", "ANALYTICS", "PIXEL", "RUM", "TOKENIZATION", "SEARCH", "WRITE", "VAPID", "CAPTCHA", "RECAPTCHA",
    "HCAPTCHA", "TURNSTILE", "FIREBASE", "MAP", "MAPS", "MAPBOX", "MAPTILER", "MAPKIT", "GA", "GTM", "GTAG", "POSTHOG",
    "AMPLITUDE", "MIXPANEL", "SEGMENT", "HOTJAR", "PUSHER", "STOREFRONT", "WALLETCONNECT",
  ]
}
