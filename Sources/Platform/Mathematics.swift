#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

extension Double {
  /// The logarithm to base 2.
  package var binaryLogarithm: Double { log2(self) }
}

extension Float {
  /// e to the power of the number.
  package var exponential: Float { exp(self) }
}
