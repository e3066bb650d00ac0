package dev.chatwright.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chatwright.server.http.ApiException;
import dev.chatwright.server.model.ModelLease;
import dev.chatwright.server.model.ModelLimits;
import dev.chatwright.server.model.ModelRegistry;
import dev.chatwright.server.model.ModelState.Failed;
import dev.chatwright.server.model.ModelState.Ready;
import dev.chatwright.server.model.TextModel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Models that take long to be closed, and the room that they leave; each takes 100 bytes. */
@Timeout(60)
class LeavingModelsTest {
  private final SteeredSource source = new SteeredSource(ScriptedModel.ID, "one", "two", "three");
  private final CountDownLatch mayBeClosed = new CountDownLatch(1);
  private final ExecutorService others = Executors.newVirtualThreadPerTaskExecutor();

  @SuppressWarnings("NullAway.Init")
  private ModelRegistry models;

  private void begin(long memoryBytes, Duration patience) {
    models = new ModelRegistry(source, new ModelLimits(64, memoryBytes, patience, Duration.ZERO));
    models.start();
  }

  private void start(long memoryBytes, Duration patience) throws InterruptedException {
    begin(memoryBytes, patience);
    assertThat(models.awaitSettled(Duration.ofMinutes(1))).isTrue();
  }

  private void start(long memoryBytes) throws InterruptedException {
    start(memoryBytes, Duration.ofMinutes(1));
  }

  @AfterEach
  void stop() {
    mayBeClosed.countDown();
    models.close();
    others.close();
  }

  private TextModel use(String id) throws InterruptedException {
    try (ModelLease lease = models.require(id)) {
      return lease.model();
    }
  }

  private ScriptedModel slowToClose(String id) throws InterruptedException {
    use(id);
    ScriptedModel model = source.model(id);
    model.mayBeClosed = mayBeClosed;
    return model;
  }

  @Test
  void nobodyWaitsForOneThatLeavesButWhoNeedsItsMemory() throws Exception {
    start(200);
    ScriptedModel one = slowToClose("one");

    Future<TextModel> two = others.submit(() -> use("two"));
    one.closing.await();

    assertThat(use(ScriptedModel.ID).id()).isEqualTo(ScriptedModel.ID);
    assertThat(models.loaded()).hasSize(1);
    assertThat(models.state("one")).as("it is only stored now").isEmpty();
    assertThat(two.isDone()).isFalse();
    mayBeClosed.countDown();
    assertThat(two.get().id()).isEqualTo("two");
    assertThat(source.there).as("what still had its memory when another took it").isEmpty();
  }

  @Test
  void whereThereIsRoomTheSameOneIsLoadedWhileItLeaves() throws Exception {
    start(300);
    ScriptedModel broken = slowToClose(ScriptedModel.ID);
    broken.failure = Optional.of("its file cannot be read any more");

    TextModel again = use(ScriptedModel.ID);

    assertThat(again).isNotSameAs(broken);
    assertThat(broken.closed.getCount()).isOne();
    broken.closing.await();
  }

  @Test
  void whereThereIsNoneItWaits() throws Exception {
    start(150);
    ScriptedModel broken = slowToClose(ScriptedModel.ID);
    broken.failure = Optional.of("its file cannot be read any more");

    Future<TextModel> again = others.submit(() -> use(ScriptedModel.ID));
    broken.closing.await();
    mayBeClosed.countDown();

    assertThat(again.get()).isNotSameAs(broken);
    assertThat(source.there).isEmpty();
  }

  @Test
  void allLeaveSideBySideAtTheEnd() throws Exception {
    start(400);
    List<ScriptedModel> all =
        List.of(slowToClose(ScriptedModel.ID), slowToClose("one"), slowToClose("two"));

    Future<?> closing = others.submit(models::close);
    for (ScriptedModel model : all) {
      model.closing.await(); // one after the other, the second would never be reached
    }
    boolean early = closing.isDone();
    mayBeClosed.countDown();
    closing.get();

    assertThat(early).isFalse();
    assertThat(all).allMatch(model -> model.closed.getCount() == 0);
  }

  @Test
  void theEndComesAlsoForWhoWaitsForRoom() throws Exception {
    start(200);
    ScriptedModel one = slowToClose("one");
    Future<TextModel> two = others.submit(() -> use("two"));
    one.closing.await();

    Future<?> closing = others.submit(models::close);
    source.model(ScriptedModel.ID).closing.await();
    mayBeClosed.countDown();
    closing.get();

    assertThatThrownBy(two::get).hasMessageContaining("the server is stopping");
    assertThat(source.begun).doesNotContain("load two");
  }

  @Test
  void oneThatCannotBeClosedLeavesItsRoomAllTheSame() throws Exception {
    start(200);
    ScriptedModel one = slowToClose("one");
    one.closeFails = true;
    mayBeClosed.countDown();

    assertThat(use("two").id()).isEqualTo("two");
  }

  @Test
  void whatIsBeingRemovedCanBeHadByNobodyAndKeepsNobodyWaiting() throws Exception {
    try (RunningServer server = RunningServer.start(RunningServer.options(), source)) {
      models = server.server().models();
      ScriptedModel one = slowToClose("one");
      removeSlowly(server, one);
    }
  }

  private void removeSlowly(RunningServer server, ScriptedModel one) throws Exception {
    try {

      Future<Integer> removed =
          others.submit(() -> server.send(server.request("/api/models/one").DELETE()).status());
      one.closing.await();

      assertThatThrownBy(() -> use("one"))
          .isInstanceOf(ApiException.class)
          .hasMessage("'one' is being removed");
      assertThat(server.send(server.request("/api/models/one").DELETE()).error("code"))
          .isEqualTo("model_in_use");
      assertThat(use("two").id()).isEqualTo("two");
      assertThat(source.begun)
          .as("its files are used until it is gone")
          .doesNotContain("remove one");
      mayBeClosed.countDown();
      assertThat(removed.get()).isEqualTo(204);
      assertThatThrownBy(() -> use("one")).hasMessageContaining("there is no model 'one' here");
    } finally {
      mayBeClosed.countDown(); // else the server waits for it, too
    }
  }

  @Test
  void whatIsBeingLoadedCountsAtOnce() throws Exception {
    source.held.add("one");
    start(200, Duration.ZERO);

    assertThatThrownBy(() -> use("one")).hasMessageContaining("still being loaded");
    source.told.await();
    assertThatThrownBy(() -> use("two")).hasMessageContaining("there is no room for 'two'");
    source.ends.add("");
  }

  @Test
  void soDoesTheOneThatAnswersByDefault() throws Exception {
    source.held.add(ScriptedModel.ID);
    begin(150, Duration.ofMinutes(1));
    source.told.await();

    assertThatThrownBy(() -> use("one")).hasMessageContaining("there is no room for 'one'");
    source.ends.add("");
  }

  @Test
  void aModelForWhichThereIsNoRoomAnyMoreSaysSo() throws Exception {
    start(200);
    use("one");
    List<ModelLease> meanwhile = new CopyOnWriteArrayList<>();
    source.whenChecked = () -> meanwhile.add(models.require("one"));

    assertThatThrownBy(() -> use("two")).hasMessageContaining("there is no room for 'two'");
    assertThat(models.state("one")).get().isInstanceOf(Ready.class);
    assertThat(models.state("two")).get().isInstanceOf(Failed.class);
    meanwhile.forEach(ModelLease::close);
    source.whenChecked = () -> false;
    assertThat(use("two").id()).isEqualTo("two");
  }
}
