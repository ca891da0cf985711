package ai.altertable.mcp.lakehouse.demo;

import java.util.List;
import java.util.Map;

/** Pages of the shop, and where visitors come from. */
final class DemoPages {
  static final List<String> PATHS =
      List.of("products", "pricing", "blog", "about", "help", "account", "search", "subscriptions");

  static final Map<String, String> REFERERS =
      Map.of(
          "organic", "https://search.example.com/",
          "paid_search", "https://ads.example.com/",
          "social", "https://social.example.net/",
          "referral", "https://blog.example.org/",
          "email", "https://mail.example.com/");

  private DemoPages() {}
}
