import Signatures
import Testing

/// The examples that AWS publishes.
@Suite struct AWSSignatureTests {
  /// "Authenticating Requests: Using the Authorization Header", GET Object, and PUT Object there.
  @Test func signsTheExamplesOfTheObjectStore() {
    let signature = AWSSignature(
      accessKey: "AKIAIOSFODNN7EXAMPLE",
      secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      region: "us-east-1"
    )
    let time = "20130524T000000Z"
    let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    let get = AWSSignature.Request(
      method: "GET",
      path: "/test.txt",
      fields: [
        ("Host", "examplebucket.s3.amazonaws.com"), ("Range", "bytes=0-9"),
        ("x-amz-content-sha256", empty), ("x-amz-date", time),
      ],
      payload: empty
    )
    let body = "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"
    let put = AWSSignature.Request(
      method: "PUT",
      path: "/test%24file.text",
      fields: [
        ("Date", "Fri, 24 May 2013 00:00:00 GMT"), ("Host", "examplebucket.s3.amazonaws.com"),
        ("x-amz-content-sha256", body), ("x-amz-date", time),
        ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
      ],
      payload: body
    )

    #expect(
      signature.authorization(of: get, at: time)
        == """
        AWS4-HMAC-SHA256 \
        Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,\
        SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,\
        Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41
        """
    )
    #expect(
      signature.authorization(of: put, at: time).hasSuffix(
        "Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
      )
    )
  }

  /// `get-vanilla` of the "Signature Version 4 test suite".
  @Test func signsTheExampleOfTheTestSuite() {
    let signature = AWSSignature(
      accessKey: "AKIDEXAMPLE",
      secretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      region: "us-east-1",
      service: "service"
    )
    let time = "20150830T123600Z"
    let request = AWSSignature.Request(
      method: "GET",
      path: "/",
      fields: [("Host", "example.amazonaws.com"), ("X-Amz-Date", time)],
      payload: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )

    #expect(
      signature.authorization(of: request, at: time).hasSuffix(
        "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
      )
    )
  }
}
