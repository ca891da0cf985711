package ai.altertable.mcp.lakehouse.demo;

import ai.altertable.mcp.lakehouse.postgres.CopyRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes events down as they happen, which are many, and remembers customers and orders, which are
 * some thousands.
 */
final class Ledger implements Story {
  private final CopyRows events;
  private final List<Customer> customers = new ArrayList<>();
  private final List<Order> orders = new ArrayList<>();

  Ledger(CopyRows events) {
    this.events = events;
  }

  @Override
  public void customer(Customer customer) {
    customers.add(customer);
  }

  @Override
  public void order(Order order) {
    orders.add(order);
  }

  @Override
  public void event(Event event) throws IOException {
    events
        .add(event.uuid())
        .add(event.at())
        .add(event.name())
        .add(event.properties())
        .add(event.distinctId())
        .add(event.anonymousId())
        .add(event.deviceId())
        .add(event.sessionId())
        .add(event.identity())
        .end();
  }

  List<Customer> customers() {
    return customers;
  }

  List<Order> orders() {
    return orders;
  }
}
