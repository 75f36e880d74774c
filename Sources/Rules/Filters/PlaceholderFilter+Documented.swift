extension PlaceholderFilter {
  /// Whether a vendor's documentation shows this very value.
  ///
  /// AWS writes `EXAMPLE` into its examples. The others are kept as FNV-1a hashes, so that no string here looks
  /// like a secret.
  static func isDocumentedExample(_ value: Span<UInt8>) -> Bool {
    if value.contains("EXAMPLE") { return true }
    // Slack's webhook documentation: zeros for the workspace, then a slot.
    if value.ends(with: "T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX")
      || value.starts(with: "secret_scanning_ab85fc6f8d7638cf1c11da812da308d43_")
    {
      return true
    }
    let credentials = value.extracting(schemeLength(of: value)...)
    if hashes.contains(hash(credentials)) { return true }
    // A token's signature names it as well as the whole token does.
    guard let dot = lastDot(in: value), value.count - dot - 1 == 43 else { return false }
    return hashes.contains(hash(value.extracting((dot + 1)...)))
  }

  /// Length of the scheme and the blank in front of an HTTP header's credentials; 0 without one.
  private static func schemeLength(of value: Span<UInt8>) -> Int {
    if value.starts(with: "Basic ") { return 6 }
    return value.starts(with: "Bearer ") ? 7 : 0
  }

  private static func lastDot(in value: Span<UInt8>) -> Int? {
    for index in value.indices.reversed() where value[index] == UInt8(ascii: ".") { return index }
    return nil
  }

  private static func hash(_ value: Span<UInt8>) -> UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in value.indices { hash = (hash ^ UInt64(value[index])) &* 0x100_0000_01B3 }
    return hash
  }

  private static let hashes: Set<UInt64> = [
    // AWS, example keys of the IAM user guide.
    0x71E1_79B5_4BFB_F1D0, 0x4887_3E3B_6226_21DB,
    // Azurite and the former storage emulator: fixed account key.
    0x3F9D_1C99_6E62_0B67,
    // Azure Cosmos DB emulator: fixed key.
    0x9F19_20C6_CD48_4714,
    // Google Cloud, API key documentation.
    0x3482_5CCF_56D6_C899, 0xC800_BF21_00A2_1C67,
    // Stripe, API documentation.
    0xDDD1_9C48_6D09_5D84, 0x67E7_33C2_F903_5757, 0x9CBA_2B6F_12FD_10A4, 0x4B81_4E2C_7456_0377,
    0x6751_96D0_D19F_F51C,
    // Google reCAPTCHA, test pair.
    0x71D4_45B5_DE16_8D8C, 0xC9B6_9149_9B62_E847,
    // jwt.io, signature and secret of the sample token.
    0xBF0A_2628_EC81_CD01, 0x503D_68E8_0A77_D6B7,
    // Telegram, Bot API documentation.
    0x3367_FE8C_16B6_73D2, 0x8959_D21B_97C6_B870,
    // Kubernetes, bootstrap token documentation.
    0x4305_022A_E10B_1818,
    // Docker, swarm documentation and Engine API.
    0x4FA4_F4A1_A65F_F615, 0x68D0_4A66_8ECF_ECB4, 0x204F_BB74_572D_58C6, 0x7E85_C9FB_00F0_A603, 0xCEED_4EBC_F030_7D6A,
    // RFC 6455, section 1.3.
    0x268C_162F_0C1D_CB48,
    // Google Authenticator, key URI format.
    0xD1D4_07FE_9B0D_9C34,
    // Hardhat and Anvil, first account.
    0x1794_84C6_F508_B654, 0x0B89_D8AB_B8CB_FF84,
    // Hardhat and Anvil, mnemonic.
    0x175A_78BF_6ADC_3A3D,
    // BIP-39, first test vector.
    0xCA11_E6DE_4522_49DF,
    // RFC 7617, section 2, and common samples of Basic credentials.
    0x9617_EA56_85AE_57EA, 0xC84E_0513_0BA0_1136, 0x3030_CED2_0B49_810A, 0xBAC1_05AA_C64C_BE2D,
    // RFC 6749: tokens, codes and clients of the samples.
    0x846B_2A1E_2FAD_7FCB, 0xECC1_A447_4851_BC28, 0x30AA_8188_BB02_3E35, 0xDC8D_8CA0_6454_72E9,
    0xD9AD_86AD_3724_159B, 0x1A7B_78BE_56F3_054D,
    // RFC 5849, section 1.2 and 3, and its draft on MAC tokens.
    0x03B3_433F_2C47_D86F, 0x0586_33E2_FFE8_CD27, 0x6342_94E1_6021_5C56, 0x36EC_79CF_E49D_42FA,
    0x3BE9_55B1_8F32_ADBE, 0xF40E_2E02_6C9A_C885, 0x273F_5E02_3867_BA98, 0x105E_4DD7_63A8_12BC,
    0x0AB5_0E41_2AB9_81A4,
    // OpenID Connect Core, section 3.1.3.3.
    0x55E6_407F_D6EE_A643, 0x3E6E_0BA1_E1BB_8300,
    // RFC 6750, section 2.1.
    0xBB65_956C_4B8B_34BF,
    // Postmark, API test token.
    0xCDB2_2A0E_03C1_D63E,
    // NASA, api.nasa.gov.
    0xE6F2_8C6D_4B59_0B92,
    // Resend, API documentation.
    0xC1A3_8FB1_8212_0A04, 0x01EE_35EA_86A0_0BDF,
    // Sidekiq Enterprise, wiki.
    0xB757_E072_91CA_0752,
    // Symfony, application secret of the former default.
    0xEA9F_3F8A_BC62_7130,
    // WordPress, wp-config-sample.php.
    0xE2A3_B82F_D634_D845,
    // Socket, published free key.
    0xDA75_72B5_265F_98B8,
    // Dynatrace, token format documentation.
    0x2DF9_498C_D655_79E9,
    // Wikipedia and RFC drafts, sample UUID.
    0x8DA4_BF2F_8D2B_E9BF, 0x91B1_78F7_F1C4_C564, 0xFBB0_538E_E83A_5048,
  ]
}
