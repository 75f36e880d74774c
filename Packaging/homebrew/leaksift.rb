# Formula for a tap. It builds from source, since there is no program for macOS among the releases.
# VERSION and SHA256 are filled in for each release: see Packaging/README.md.
class Leaksift < Formula
  desc "Find secrets that leaked into files and git history"
  homepage "https://github.com/OWNER/leaksift"
  url "https://github.com/OWNER/leaksift/archive/refs/tags/vVERSION.tar.gz"
  sha256 "SHA256"
  license "MIT"
  head "https://github.com/OWNER/leaksift.git", branch: "main"

  depends_on "pkgconf" => :build
  depends_on "tomlplusplus" => :build
  depends_on xcode: ["26.0", :build]
  depends_on "libarchive"
  depends_on "libdeflate"
  depends_on "libsodium"
  depends_on :macos
  depends_on "nettle"
  depends_on "pcre2"
  depends_on "xz"

  def install
    system "swift", "build", "--disable-sandbox", "--configuration", "release", "--product", "leaksift"
    bin.install ".build/release/leaksift"
    generate_completions_from_executable(bin/"leaksift", "completions")
    commands = Utils.safe_popen_read(bin/"leaksift", "help", "--markdown").scan(/^## leaksift(.*)$/).flatten
    commands.each do |command|
      page = Utils.safe_popen_read(bin/"leaksift", "help", "--man", *command.split)
      (buildpath/"leaksift#{command.tr(" ", "-")}.1").write page
    end
    man1.install Dir["leaksift*.1"]
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/leaksift version")
    (testpath/"notes.txt").write "nothing to see\n"
    system bin/"leaksift", "scan", "notes.txt"
  end
end
