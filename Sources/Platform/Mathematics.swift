#if canImport(Darwin)
  public import Darwin
#elseif canImport(Musl)
  public import Musl
#else
  public import Glibc
#endif

extension Double {
  /// The logarithm to base 2.
  @inlinable package var binaryLogarithm: Double { log2(self) }
}

extension Float {
  /// e to the power of the number.
  @inlinable package var exponential: Float { exp(self) }
}
