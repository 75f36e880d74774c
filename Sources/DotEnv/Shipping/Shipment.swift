/// What takes an environment file along: an image, a package or an upload.
public struct Shipment: Sendable, Hashable {
  /// Which tool does.
  public enum Carrier: Sendable, Hashable {
    /// An image that is built from a Dockerfile.
    case image
    /// A package that npm publishes.
    case npm
    /// A source distribution of Python.
    case python
    /// What `gcloud` uploads to build or host it.
    case gcloud
    /// What Vercel's command line uploads.
    case vercel
  }

  /// How the file is kept out.
  public enum Remedy: Sendable, Hashable {
    /// A line of a file at an absolute path, which need not exist yet.
    case line([UInt8], in: [UInt8])
    /// What only the user can change, as a sentence without its end.
    case advice(String)
  }

  /// Which tool takes the file along.
  public var carrier: Carrier
  /// Why it does, for reports: `Dockerfile:7 copies it into the image`.
  public var reason: String
  /// What keeps the file out.
  public var remedy: Remedy
}
