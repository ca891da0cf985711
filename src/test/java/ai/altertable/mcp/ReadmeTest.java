package ai.altertable.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What README says of the protocol's revisions: a feature that is supported names the tests that
 * show it, one that is not says why.
 */
class ReadmeTest {
  private static final Pattern TEST = Pattern.compile("`(\\w+Test)`");

  private record Row(String feature, String supported, String shownBy) {
    static Row parse(String line) {
      String[] cells = line.split("\\|", -1);
      assertThat(cells).as(line).hasSize(5);
      return new Row(cells[1].trim(), cells[2].trim(), cells[3].trim());
    }
  }

  private static List<Row> rows() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("README.md"), UTF_8)) {
      return lines
          .dropWhile(line -> !line.startsWith("| MCP 2025-03-26"))
          .takeWhile(line -> line.isEmpty() || line.startsWith("|"))
          .filter(line -> !line.isEmpty() && !line.startsWith("| ---"))
          .map(Row::parse)
          .filter(row -> !row.shownBy().equals("shown by"))
          .toList();
    }
  }

  private static Set<String> tests() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("Test.java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    Set<String> named =
        rows().stream()
            .flatMap(row -> TEST.matcher(row.shownBy()).results())
            .map(found -> found.group(1))
            .collect(Collectors.toSet());

    assertThat(named).contains("ClassificationTest", "TasksTest");
    assertThat(tests()).containsAll(named);
  }

  @Test
  void whatIsSupportedIsShownAndWhatIsNotSaysWhy() throws IOException {
    List<Row> rows = rows();

    assertThat(rows).hasSizeGreaterThan(40);
    for (Row row : rows) {
      if (row.supported().startsWith("no")) {
        assertThat(row.supported()).as(row.feature()).matches("no[,:] .{10,}");
      } else {
        assertThat(row.shownBy()).as(row.feature()).isNotEmpty();
      }
    }
  }
}
