import ACME
import Testing

@Suite struct ACMEKeyTests {
  @Test func anExternalAccountNeedsASecretInBase64() {
    #expect(
      ExternalAccount(id: "kid", secret: "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUA")
        != nil
    )
    #expect(ExternalAccount(id: "kid", secret: "no base64!") == nil)
    #expect(ExternalAccount(id: "kid", secret: "c2hvcnQ") == nil)
  }
}
