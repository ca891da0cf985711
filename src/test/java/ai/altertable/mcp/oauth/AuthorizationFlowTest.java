package ai.altertable.mcp.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Caller;
import ai.altertable.mcp.bus.Scope;
import ai.altertable.mcp.oauth.resource.Authentication;
import ai.altertable.mcp.testing.Await;
import ai.altertable.mcp.testing.TestApp;
import ai.altertable.mcp.testing.TestBrowser;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.GrantType;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope.Value;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.client.ClientInformation;
import com.nimbusds.oauth2.sdk.client.ClientInformationResponse;
import com.nimbusds.oauth2.sdk.client.ClientMetadata;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationRequest;
import com.nimbusds.oauth2.sdk.client.ClientRegistrationResponse;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.Tokens;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The whole flow, with a client library that we did not write. */
class AuthorizationFlowTest {
  private static final TestApp APP = TestApp.start();
  private static final URI REDIRECT = URI.create("http://localhost:52111/callback");
  private static final URI RESOURCE = URI.create(TestApp.RESOURCE);

  @AfterAll
  static void stop() {
    APP.close();
  }

  @Test
  void goesFromDiscoveryToRefreshAndRevocation() throws Exception {
    AuthorizationServerMetadata metadata =
        AuthorizationServerMetadata.resolve(new Issuer(APP.issuer()));
    assertThat(metadata.getCodeChallengeMethods()).containsExactly(CodeChallengeMethod.S256);
    assertThat(metadata.supportsAuthorizationResponseIssuerParam()).isTrue();
    ClientInformation client = register(metadata);
    CodeVerifier verifier = new CodeVerifier();
    AuthorizationResponse response = authorize(metadata, client, verifier);
    Tokens tokens =
        token(
            new TokenRequest.Builder(
                    metadata.getTokenEndpointURI(),
                    client.getID(),
                    new AuthorizationCodeGrant(
                        response.toSuccessResponse().getAuthorizationCode(), REDIRECT, verifier))
                .resource(RESOURCE)
                .build());

    Caller caller = accepted(tokens.getAccessToken().getValue());
    assertThat(caller.tenant().path()).isEqualTo("demo/staging");
    assertThat(caller.principal().name()).isEqualTo("demo@altertable.local");
    assertThat(caller.principal().clientName()).isEqualTo("Nimbus");
    assertThat(caller.scopes()).containsExactly(Scope.READ);

    Tokens refreshed =
        token(
            new TokenRequest.Builder(
                    metadata.getTokenEndpointURI(),
                    client.getID(),
                    new RefreshTokenGrant(tokens.getRefreshToken()))
                .build());
    assertThat(refreshed.getRefreshToken()).isNotEqualTo(tokens.getRefreshToken());
    assertThat(accepted(refreshed.getAccessToken().getValue()).grantId())
        .isEqualTo(caller.grantId());

    int revoked =
        new TokenRevocationRequest(
                metadata.getRevocationEndpointURI(), client.getID(), refreshed.getRefreshToken())
            .toHTTPRequest()
            .send()
            .getStatusCode();
    assertThat(revoked).isEqualTo(200);
    APP.authenticator().forget(caller.grantId());
    assertThat(
            Await.get(
                APP.authenticator()
                    .authenticate(refreshed.getAccessToken().getValue(), TestApp.RESOURCE)))
        .isInstanceOf(Authentication.Refused.class);
    assertThat(APP.audit().lines())
        .containsSubsequence(
            "client.register ok",
            "sign_in ok",
            "consent ok",
            "token.issue ok",
            "token.refresh ok",
            "grant.revoke ok");
  }

  private static ClientInformation register(AuthorizationServerMetadata metadata) throws Exception {
    ClientMetadata wanted = new ClientMetadata();
    wanted.setName("Nimbus");
    wanted.setRedirectionURI(REDIRECT);
    wanted.setGrantTypes(Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN));
    wanted.setTokenEndpointAuthMethod(ClientAuthenticationMethod.NONE);
    ClientRegistrationResponse response =
        ClientRegistrationResponse.parse(
            new ClientRegistrationRequest(metadata.getRegistrationEndpointURI(), wanted, null)
                .toHTTPRequest()
                .send());
    assertThat(response).isInstanceOf(ClientInformationResponse.class);
    return ((ClientInformationResponse) response).getClientInformation();
  }

  private static AuthorizationResponse authorize(
      AuthorizationServerMetadata metadata, ClientInformation client, CodeVerifier verifier)
      throws Exception {
    State state = new State();
    URI url =
        new AuthorizationRequest.Builder(new ResponseType("code"), client.getID())
            .endpointURI(metadata.getAuthorizationEndpointURI())
            .redirectionURI(REDIRECT)
            .scope(new com.nimbusds.oauth2.sdk.Scope(new Value("read")))
            .state(state)
            .codeChallenge(verifier, CodeChallengeMethod.S256)
            .resource(RESOURCE)
            .build()
            .toURI();
    TestBrowser browser = new TestBrowser(APP.issuer());
    TestBrowser.Page login = browser.follow(browser.get(url.toString()));
    TestBrowser.Page consent =
        browser.follow(browser.signIn(login, "demo@altertable.local", TestApp.PASSWORD));
    TestBrowser.Page done =
        browser.submit(
            consent, "/consent", Map.of("environment", "staging", "decision", "authorize"));
    AuthorizationResponse response = AuthorizationResponse.parse(URI.create(done.location()));
    assertThat(response.indicatesSuccess()).isTrue();
    assertThat(response.getState()).isEqualTo(state);
    assertThat(response.getIssuer().getValue()).isEqualTo(APP.issuer());
    return response;
  }

  private static Tokens token(TokenRequest request) throws Exception {
    TokenResponse response = TokenResponse.parse(request.toHTTPRequest().send());
    assertThat(response.indicatesSuccess()).isTrue();
    return response.toSuccessResponse().getTokens();
  }

  private static Caller accepted(String token) {
    Authentication answer = Await.get(APP.authenticator().authenticate(token, TestApp.RESOURCE));
    return answer.fold(
        Authentication.Accepted::caller,
        refused -> {
          throw new AssertionError(refused.description());
        });
  }
}
