/// What the scorer looks at. The raw value is the place in a `FeatureVector`.
///
/// The fitted model names its features, and a test compares: after a change here bind the model again, or fit it anew
/// (`docs/SCORER.md`).
public enum Feature: Int, CaseIterable, Sendable {
  // The value.
  case length, digitShare, upperShare, lowerShare, otherShare, entropy, surprise, peakSurprise, totalSurprise
  case distinctBytes, classChanges, caseChanges, longestLowerRun, longestLetterRun, longestDigitRun, vowelShare
  case longestRepeat, sequenceShare, isHexadecimal, isUUID, isWord, isIdentifier, isDotted, isBase64, isDigits
  case firstClass, lastClass, spaces, dots, underscores, hyphens, slashes, colons, equalSigns, dollars, percents
  case openBrackets, openBraces, openParentheses, angles, ats, stars, pluses, backslashes, punctuation, nonASCII
  case placeholderWords, credentialWords, codeWords, wordCover, humanWords
  case keySurprise, keyLength, keyDigits, isPublicMaterial, isNumberList
  case valueHoldsName, nameHoldsValue, valueIsLongestWord, decodesToPair
  case lettersAtStart, isCapitalised, words, longestWord, digitsAtEnd, marksAtEnd, endsWithYear, lettersReplaced
  case keyboardRun, technicalWords
  // What is right beside it.
  case before, after, secondAfter, operatorKind, gapLength, gapHasCall, gapHasQuote, gapHasSpace, isURIUserinfo
  // The name.
  case nameLength, nameSurprise, nameStyle, nameSigil, nameStart, nameDistance, nameOnEarlierLine
  case namePass, nameSecret, nameToken, nameKey, nameAuth, nameCredential, nameAPI, namePrivate, namePublic
  case nameAccess, nameScheme, nameID, nameLabel, nameUser, nameTest, nameLocation, nameKind, nameHash, nameSalt
  case nameClient, nameSession, nameText, nameCount, nameIndex, nameOther, nameEncrypted, nameRequest
  case nameEndsWithCredential, nameCover, nameApart
  // The line.
  case lineLength, column, indent, isComment, quotesOnLine, parenthesesOnLine, bracesOnLine, anglesOnLine
  case equalsOnLine, colonsOnLine, commasOnLine, semicolonEnd, nonASCIIOnLine, lineSurprise
  case lineCode, lineDeclaration, lineCheck, lineProse, lineLogin, lineShell, lineHeader, lineText
  case wordsBefore, wordsAfter, isBare
  // The lines around.
  case aroundCredential, aroundLogin, aroundHost, aroundCheck, aroundExample, aroundText, aroundCode, aroundSurprise
  case aroundValue, aroundName, sameStart, cipherWords
  // The file.
  case fileClass, fileIsCode, fileIsConfiguration, fileIsProse, fileIsResource, folderTest, folderExample
  case folderDocumentation, folderVendor, folderLanguage, folderConfiguration, folderSource, fileIsGenerated
}

extension Feature {
  /// Place of the first feature that is not of the value, its name or what is right beside them.
  static let firstOfLines = Feature.lineLength.rawValue
  /// Place of the first feature that comes from the path; all that follow are of the file too.
  static let firstOfFile = Feature.fileClass.rawValue
}

/// The features of one candidate; those of the file stay 0 until the path is known.
public struct FeatureVector: Sendable {
  private(set) var values = [166 of Float](repeating: 0)

  /// A vector of zeros.
  public init() {
    precondition(values.count == Feature.allCases.count)
  }

  /// The value of a feature; 0 until it is measured.
  public subscript(feature: Feature) -> Float {
    get { values[feature.rawValue] }
    set { values[feature.rawValue] = newValue }
  }
}
