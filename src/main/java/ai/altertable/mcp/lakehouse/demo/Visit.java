package ai.altertable.mcp.lakehouse.demo;

import ai.altertable.mcp.lakehouse.demo.DemoProfile.Country;
import ai.altertable.mcp.lakehouse.demo.DemoProfile.Funnel;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** One session: how far it goes is drawn first, then it is told step by step. */
final class Visit {
  private static final List<String> DEVICES = List.of("mobile", "desktop", "tablet");
  private static final double[] DEVICE_WEIGHTS = {56, 39, 5};
  private static final List<List<String>> BROWSERS =
      List.of(
          List.of("Safari", "Chrome", "Chrome", "Samsung Internet"),
          List.of("Chrome", "Chrome", "Firefox", "Edge", "Safari"),
          List.of("Safari", "Chrome"));
  private static final double RETURNING = 0.46;
  private static final double SIGN_UP = 0.055;
  private static final double COUPON = 0.12;
  private static final double ERROR_WHEN_NOT_BOUGHT = 0.08;
  private static final double ERROR_BEFORE_BUYING = 0.02;

  private final DemoSimulation shop;
  private final Dice dice;
  private final Story story;

  private final boolean knownBefore;
  private final Country country;
  private final String channel;
  private final String common;
  private final String deviceId;
  private final String sessionId;
  private final String anonymousId;
  private Customer customer;
  private UUID identity;
  private Instant now;
  private boolean signedIn;

  Visit(DemoSimulation shop, Dice dice, Instant start, Story story) {
    this.shop = shop;
    this.dice = dice;
    this.story = story;
    this.now = start;
    knownBefore = dice.chance(RETURNING);
    customer = knownBefore ? shop.returning(dice) : null;
    signedIn = knownBefore;
    country = knownBefore ? customer.country() : shop.country(dice);
    channel = shop.channel(dice);
    int device = dice.weighted(DEVICE_WEIGHTS);
    common =
        "{\"country\":\""
            + country.code()
            + "\",\"device_type\":\""
            + DEVICES.get(device)
            + "\",\"browser\":\""
            + dice.oneOf(BROWSERS.get(device))
            + "\"";
    deviceId = "device-" + dice.uuid();
    sessionId = "session-" + dice.uuid();
    anonymousId = "anonymous-" + dice.uuid();
  }

  void play() throws IOException {
    Funnel funnel = shop.profile().funnel();
    boolean views = dice.chance(funnel.productViewed());
    boolean adds = views && dice.chance(funnel.addedToCart() * (knownBefore ? 1.25 : 0.8));
    boolean checksOut = adds && dice.chance(funnel.checkoutStarted());
    boolean down = shop.incident(now);
    boolean buys =
        checksOut
            && dice.chance(
                down ? shop.profile().incident().orderCompleted() : funnel.orderCompleted());
    boolean signsUp = !knownBefore && (checksOut || dice.chance(SIGN_UP));
    if (signsUp) {
      customer = shop.register(country, channel, now);
    }
    identity = customer == null ? dice.uuid() : customer.identity(shop.profile().seed());
    browse();
    List<Product> seen = views ? view() : List.of();
    List<Order.Item> cart = adds ? add(seen) : List.of();
    if (signsUp) {
      signUp();
    }
    if (checksOut) {
      checkOut(cart, buys, down);
    }
  }

  private void browse() throws IOException {
    tell(
        "$pageview",
        ",\"$url\":\"/\",\"channel\":\"" + channel + "\",\"$referer\":\"" + referer() + "\"");
    while (dice.chance(0.55)) {
      tell("$pageview", ",\"$url\":\"/" + dice.oneOf(DemoPages.PATHS) + "\"");
    }
  }

  private String referer() {
    return DemoPages.REFERERS.getOrDefault(channel, "");
  }

  private List<Product> view() throws IOException {
    List<Product> seen = new ArrayList<>();
    do {
      // the first products of the catalog sell best
      int index = (int) (shop.products().size() * Math.pow(dice.unit(), 1.7));
      Product product = shop.products().get(index);
      seen.add(product);
      tell("$pageview", ",\"$url\":\"/products/" + product.id() + "\"");
      tell("product_viewed", about(product));
    } while (seen.size() < 6 && dice.chance(0.42));
    return seen;
  }

  private List<Order.Item> add(List<Product> seen) throws IOException {
    List<Order.Item> cart = new ArrayList<>();
    for (Product product : seen.stream().distinct().toList()) {
      if (cart.isEmpty() || dice.chance(0.4)) {
        int quantity = dice.chance(0.8) ? 1 : dice.between(2, 4);
        cart.add(new Order.Item(product, quantity));
        tell("added_to_cart", about(product) + ",\"quantity\":" + quantity);
      }
    }
    return cart;
  }

  private void signUp() throws IOException {
    pause();
    story.customer(customer);
    signedIn = true;
    tell("signed_up", ",\"channel\":\"" + channel + "\"");
  }

  private void checkOut(List<Order.Item> cart, boolean buys, boolean down) throws IOException {
    String coupon = dice.chance(COUPON) ? "WELCOME10" : null;
    String status = dice.chance(0.93) ? "paid" : dice.chance(0.7) ? "refunded" : "cancelled";
    tell("checkout_started", ",\"items\":" + cart.size());
    boolean stopped = !buys && (down || dice.chance(ERROR_WHEN_NOT_BOUGHT));
    if (stopped || dice.chance(ERROR_BEFORE_BUYING)) {
      fail(down);
    }
    if (!buys) {
      return;
    }
    pause();
    Instant refunded = now.plus(Duration.ofHours(dice.between(20, 400)));
    boolean refundKnown = status.equals("refunded") && refunded.isBefore(shop.anchor());
    Order order =
        new Order(
            shop.nextOrder(),
            customer,
            status.equals("refunded") && !refundKnown ? "paid" : status,
            cart,
            coupon,
            sessionId,
            now,
            refundKnown ? refunded : null);
    story.order(order);
    event(
        "order_completed",
        ",\"order_id\":"
            + order.id()
            + ",\"revenue\":"
            + Money.text(order.totalCents())
            + ",\"currency\":\""
            + country.currency()
            + "\",\"items\":"
            + cart.size());
  }

  private void fail(boolean down) throws IOException {
    String code = down ? shop.profile().incident().code() : "CARD_DECLINED";
    int attempts = down ? dice.between(1, 3) : 1;
    for (int attempt = 1; attempt <= attempts; attempt++) {
      tell("checkout_error", ",\"code\":\"" + code + "\",\"attempt\":" + attempt);
    }
  }

  private static String about(Product product) {
    return ",\"product_id\":"
        + product.id()
        + ",\"category\":\""
        + product.category()
        + "\",\"price\":"
        + Money.text(product.priceCents());
  }

  /** Something happens a while later. */
  private void tell(String name, String more) throws IOException {
    event(name, more);
    pause();
  }

  private void event(String name, String more) throws IOException {
    story.event(
        new Event(
            dice.uuid(),
            now,
            name,
            common + more + "}",
            signedIn ? customer.distinctId() : anonymousId,
            signedIn ? null : anonymousId,
            deviceId,
            sessionId,
            identity));
  }

  private void pause() {
    now = now.plusMillis(dice.between(2_000, 55_000));
  }
}
