package ai.altertable.mcp.identity;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Scope;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessPolicyTest {
  @ParameterizedTest
  @CsvSource({
    "ADMIN,,read write",
    "WRITER,,read write",
    "READER,,read",
    "MEMBER,,''",
    "MEMBER,READER,read",
    "MEMBER,WRITER,read write",
    "READER,READER,read",
    "READER,WRITER,read write",
    "WRITER,READER,read write",
    "ADMIN,READER,read write"
  })
  void addsRolesUp(OrganizationRole organization, EnvironmentRole environment, String scopes) {
    assertThat(Scope.format(AccessPolicy.scopes(organization, Optional.ofNullable(environment))))
        .isEqualTo(scopes);
  }
}
