# leaksift of a release, for Nix: nix run "github:OWNER/leaksift?dir=Packaging/nix"
# The digests are filled in for each release: see Packaging/README.md.
{
  description = "Find secrets that leaked into files and git history";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      version = "0.2.0";
      digests = {
        x86_64-linux = nixpkgs.lib.fakeHash;
        aarch64-linux = nixpkgs.lib.fakeHash;
      };
      machine = system: nixpkgs.lib.removeSuffix "-linux" system;
    in
    {
      packages = builtins.mapAttrs (
        system: hash:
        let
          pkgs = nixpkgs.legacyPackages.${system};
        in
        {
          default = pkgs.stdenvNoCC.mkDerivation {
            pname = "leaksift";
            inherit version;
            src = pkgs.fetchurl {
              url = "https://github.com/OWNER/leaksift/releases/download/v${version}/leaksift-${version}-linux-${machine system}.tar.gz";
              inherit hash;
            };
            nativeBuildInputs = [ pkgs.installShellFiles ];
            dontStrip = true;
            installPhase = ''
              install -D -m 755 leaksift $out/bin/leaksift
              install -D -m 644 NOTICES.txt $out/share/doc/leaksift/NOTICES.txt
              installManPage man/*.1
              installShellCompletion --bash completions/leaksift.bash --zsh completions/_leaksift --fish completions/leaksift.fish
            '';
            meta = {
              description = "Find secrets that leaked into files and git history";
              homepage = "https://github.com/OWNER/leaksift";
              license = pkgs.lib.licenses.mit;
              mainProgram = "leaksift";
              platforms = builtins.attrNames digests;
            };
          };
        }
      ) digests;
    };
}
