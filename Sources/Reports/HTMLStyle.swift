/// The HTML report's style sheet.
enum HTMLStyle {
  static let sheet = """
    :root {
      --page: #fff; --text: #1c1e21; --quiet: #5a6068; --line: #d9dde2; --box: #f5f6f8; --link: #0b57b0;
      --critical: #a4123f; --high: #b3460b; --medium: #7a5a00; --low: #3f5c7a; --info: #5a6068; --mark: #ffe9a8;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #15171a; --text: #e6e8ea; --quiet: #a0a6ad; --line: #33383e; --box: #1e2125; --link: #7db4ff;
        --critical: #ff7d9e; --high: #ff9d66; --medium: #e6c14d; --low: #9dbbdb; --info: #a0a6ad; --mark: #5c4a10;
      }
    }
    * { box-sizing: border-box }
    body {
      max-width: 62rem; margin: 0 auto; padding: 2rem 1rem; background: var(--page); color: var(--text);
      font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere;
    }
    h1 { margin: 0; font-size: 1.6rem; line-height: 1.25 }
    h2 { margin: 0; font-size: 1.1rem }
    p { margin: .4rem 0 }
    ul, ol { margin: .4rem 0; padding-left: 1.4rem }
    a { color: var(--link) }
    code, pre { font: .9em/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace }
    pre { margin: .3rem 0; padding: .5rem .7rem; background: var(--box); border-radius: 4px; white-space: pre-wrap }
    mark { background: var(--mark); color: inherit }
    summary { cursor: pointer; color: var(--quiet) }
    header { margin-bottom: 1.2rem }
    .tool, .meta, header p { color: var(--quiet); font-size: .9rem }
    .warning a { color: var(--critical); font-weight: 600 }
    .path { font-weight: 600 }
    .places { list-style: none; padding: 0 }
    .places li { margin: .6rem 0 }
    article, .section, footer { margin: 1rem 0; padding: 1rem; border: 1px solid var(--line); border-radius: 6px }
    article { border-left: 4px solid var(--accent); break-inside: avoid }
    .critical { --accent: var(--critical) }
    .high { --accent: var(--high) }
    .medium { --accent: var(--medium) }
    .low { --accent: var(--low) }
    .info { --accent: var(--info) }
    .badge { color: var(--accent); text-transform: uppercase; font-size: .8rem; letter-spacing: .04em }
    input { accent-color: var(--link) }
    label { margin-right: 1rem; color: var(--accent) }
    #show-critical:not(:checked) ~ main .critical, #show-high:not(:checked) ~ main .high,
    #show-medium:not(:checked) ~ main .medium, #show-low:not(:checked) ~ main .low,
    #show-info:not(:checked) ~ main .info { display: none }
    @media print {
      :root { --page: #fff; --text: #000; --box: #f5f6f8 }
      body { max-width: none; padding: 0; font-size: 11pt }
      input, label { display: none }
    }
    """
}
