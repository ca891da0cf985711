package ai.altertable.mcp.bus;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;

/** What is taken up of a client's trace, by the rules of W3C Trace Context and Baggage. */
class TraceContextTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

  private static TraceContext parent(Object parent) {
    return TraceContext.read(parent, null, null);
  }

  @Example
  void wholeContextIsTakenUp() {
    TraceContext context =
        TraceContext.read(
            PARENT, "rojo=00f067aa0ba902b7, congo=t61rcWkgMzE", "user=alice, tier = gold;p=1");

    assertThat(context.present()).isTrue();
    assertThat(context.traceId()).isEqualTo(TRACE);
    assertThat(context.parentId()).isEqualTo(SPAN);
    assertThat(context.sampled()).isTrue();
    assertThat(context.state()).startsWith("rojo=").endsWith("MzE");
    assertThat(context.baggage()).contains("tier = gold;p=1");
    assertThat(TraceContext.fromJson(context.toJson())).isEqualTo(context);
    assertThat(parent("00-" + TRACE + "-" + SPAN + "-00").sampled()).isFalse();
  }

  @Example
  void malformedParentIsNoTrace() {
    for (Object wrong :
        new Object[] {
          null,
          7,
          "",
          PARENT.toUpperCase(java.util.Locale.ROOT),
          PARENT + "-more",
          PARENT + "0",
          PARENT.substring(1),
          "ff" + PARENT.substring(2),
          "00-" + "0".repeat(32) + "-" + SPAN + "-01",
          "00-" + TRACE + "-" + "0".repeat(16) + "-01",
          "01" + PARENT.substring(2) + "more"
        }) {
      assertThat(parent(wrong)).as("%s", wrong).isEqualTo(TraceContext.NONE);
      assertThat(TraceContext.read(wrong, "rojo=1", null).state()).isEmpty();
    }
  }

  @Example
  void laterVersionsAreReadAsFarAsTheyAreKnown() {
    assertThat(parent("01" + PARENT.substring(2)).traceId()).isEqualTo(TRACE);
    assertThat(parent("cc" + PARENT.substring(2) + "-what-the-future-brings").parentId())
        .isEqualTo(SPAN);
  }

  @Example
  void malformedStateOrBaggageIsLeftOut() {
    for (String wrong : new String[] {"", "novalue", "a=\n", "a=1,,b", "x=" + "y".repeat(9000)}) {
      TraceContext context = TraceContext.read(PARENT, wrong, wrong);

      assertThat(context.traceId()).isEqualTo(TRACE);
      assertThat(context.state()).as(wrong).isEmpty();
      assertThat(context.baggage()).as(wrong).isEmpty();
    }
    assertThat(TraceContext.read(PARENT, "k=v,".repeat(40) + "k=v", null).state()).isEmpty();
    assertThat(TraceContext.read(null, null, "user=alice").baggage()).isEqualTo("user=alice");
  }

  @Property(tries = 500)
  void garbageIsNeverTakenUp(@ForAll @StringLength(max = 120) String garbage) {
    TraceContext context = TraceContext.read(garbage, garbage, null);

    assertThat(context).isEqualTo(TraceContext.NONE);
  }
}
