/// Turns `rules/*.toml` into the Swift file that the binary carries.
@main
struct CompileRules {
  static func main() {}
}
