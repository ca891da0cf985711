package ai.altertable.mcp.lakehouse.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A product. */
record Product(
    int id, String name, String category, long priceCents, int weightGrams, List<String> tags) {
  private static final long SALT = 0x70726f64756374L;

  String sku() {
    return String.format(Locale.ROOT, "SKU-%04d", id);
  }

  static List<Product> all(DemoProfile profile) {
    List<Product> products = new ArrayList<>();
    for (DemoProfile.Shelf shelf : profile.products()) {
      for (String name : shelf.names()) {
        int id = products.size() + 1;
        Dice dice = Dice.of(profile.seed(), SALT, id);
        long units = dice.between(shelf.least(), shelf.most());
        long cents = units == 0 ? 0 : units * 100 - (dice.chance(0.7) ? 10 : 0);
        products.add(
            new Product(id, name, shelf.category(), cents, dice.between(1, 60) * 50, shelf.tags()));
      }
    }
    return List.copyOf(products);
  }
}
