package ai.altertable.mcp.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import ai.altertable.mcp.bus.Interaction;
import ai.altertable.mcp.bus.ToolOutcome;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Rounds of questions, whatever tools ask and clients answer. */
class RoundPropertyTest {
  private static final JsonObject ANSWER = new JsonObject().put("action", "accept");

  @Provide
  Arbitrary<Set<String>> keys() {
    return Arbitraries.of("a", "b", "1.a", "2.a", "", ".", "ä", "a.b")
        .set()
        .ofMinSize(1)
        .ofMaxSize(5);
  }

  @Provide
  Arbitrary<List<Set<String>>> rounds() {
    return keys().list().ofMinSize(1).ofMaxSize(8);
  }

  /** Keys that clients might send: those of tools, with and without a round before them. */
  @Provide
  Arbitrary<JsonObject> responses() {
    Arbitrary<String> key =
        Arbitraries.of("a", "b", "1.a", "2.a", "1.b", "1.1.a", "2.1.a", "1.", "x", "1.ä");
    Arbitrary<Object> value = Arbitraries.of(ANSWER, "text", 7, true, new JsonObject());
    return Arbitraries.maps(key, value).ofMaxSize(6).map(JsonObject::new);
  }

  private static ToolOutcome.InputRequired asked(Set<String> keys) {
    JsonObject requests = new JsonObject();
    keys.forEach(key -> requests.put(key, new JsonObject().put("method", "elicitation/create")));
    return new ToolOutcome.InputRequired(requests, "state");
  }

  @Property
  void noKeyEverMeansTwoQuestionsOfATask(@ForAll("rounds") List<Set<String>> rounds) {
    Set<String> seen = new HashSet<>();
    Round round = null;
    for (Set<String> keys : rounds) {
      round = Round.after(round, asked(keys));
      for (String key : round.outstanding().fieldNames()) {
        assertThat(seen.add(key)).as(key).isTrue();
      }
    }
  }

  @Property
  void answersOnlyEverFillWhatIsOutstanding(
      @ForAll("keys") Set<String> keys,
      @ForAll("responses") JsonObject first,
      @ForAll("responses") JsonObject second) {
    Round before = Round.after(null, asked(keys));
    Round once = before.with(first);
    Round twice = once.with(second);

    for (Round[] step : new Round[][] {{before, once}, {once, twice}}) {
      assertThat(step[0].outstanding().fieldNames())
          .containsAll(step[1].outstanding().fieldNames());
      step[0]
          .answers()
          .forEach(
              given ->
                  assertThat(step[1].answers().getValue(given.getKey()))
                      .as("an answer counts once")
                      .isEqualTo(given.getValue()));
      assertThat(step[1].complete()).isEqualTo(step[1].outstanding().isEmpty());
      assertThat(step[1].requests()).isEqualTo(before.requests());
      step[1]
          .answers()
          .forEach(given -> assertThat(given.getValue()).isInstanceOf(JsonObject.class));
    }
    assertThat(once.with(first)).as("the same again changes nothing").isEqualTo(once);
  }

  @Property
  void whoAnswersEverythingHearsTheToolGoOn(@ForAll("keys") Set<String> keys) {
    Round round = Round.after(null, asked(keys));
    JsonObject responses = new JsonObject();
    round.outstanding().fieldNames().forEach(key -> responses.put(key, ANSWER));
    Round answered = round.with(responses);

    assertThat(answered.complete()).isTrue();
    Interaction interaction = answered.interaction(Interaction.NONE);
    assertThat(interaction.answers().fieldNames()).isEqualTo(keys);
    assertThat(interaction.state()).isEqualTo("state");
  }

  @Property
  void aRoundSurvivesTheDatabase(
      @ForAll("keys") Set<String> keys, @ForAll("responses") JsonObject responses) {
    Round round = Round.after(null, asked(keys)).with(responses);

    assertThat(Round.fromJson(new JsonObject(round.toJson().encode()))).isEqualTo(round);
  }
}
