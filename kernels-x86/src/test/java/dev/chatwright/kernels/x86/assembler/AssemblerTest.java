package dev.chatwright.kernels.x86.assembler;

import static dev.chatwright.kernels.x86.assembler.Register.R10;
import static dev.chatwright.kernels.x86.assembler.Register.R11;
import static dev.chatwright.kernels.x86.assembler.Register.R8;
import static dev.chatwright.kernels.x86.assembler.Register.R9;
import static dev.chatwright.kernels.x86.assembler.Register.RAX;
import static dev.chatwright.kernels.x86.assembler.Register.RBX;
import static dev.chatwright.kernels.x86.assembler.Register.RCX;
import static dev.chatwright.kernels.x86.assembler.Register.RDI;
import static dev.chatwright.kernels.x86.assembler.Register.RDX;
import static dev.chatwright.kernels.x86.assembler.Register.RSI;
import static dev.chatwright.kernels.x86.assembler.Width.XMM;
import static dev.chatwright.kernels.x86.assembler.Width.YMM;
import static dev.chatwright.kernels.x86.assembler.Width.ZMM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.chatwright.kernels.x86.assembler.Operand.Memory;
import dev.chatwright.kernels.x86.assembler.Operand.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our bytes beside those that GNU's assembler writes for the same instructions. */
class AssemblerTest {
  private static final Vector[] LOW = {
    new Vector(0, YMM), new Vector(5, YMM), new Vector(8, YMM), new Vector(15, YMM)
  };
  private static final Vector[] WIDE = {
    new Vector(0, ZMM),
    new Vector(7, ZMM),
    new Vector(9, ZMM),
    new Vector(18, ZMM),
    new Vector(31, ZMM)
  };
  private static final Memory[] PLACES = {
    Memory.at(RDI, 0),
    Memory.at(RSI, 64),
    Memory.at(RDX, 32),
    Memory.at(R8, 4096),
    Memory.at(R10, 100_000),
    Memory.at(R11, -128),
    Memory.at(R9, 8128),
    Memory.at(RDI, 0).plus(RSI, 1),
    Memory.at(R10, 64).plus(RSI, 2),
    Memory.at(RAX, 4096).plus(R9, 8),
    Memory.at(R11, -4).plus(R8, 4)
  };

  /** What we wrote, and how GNU's assembler is told to write the same. */
  private final Assembler code = new Assembler();

  private final List<String> source = new ArrayList<>();
  private final List<Integer> starts = new ArrayList<>();

  @Test
  void agreesWithTheGnuAssembler(@TempDir Path folder) throws Exception {
    assumeTrue(hasGnuAssembler(), "the GNU assembler (as, objcopy) is not installed");
    writeGeneral();
    for (Operation operation : Operation.values()) {
      write(operation);
    }
    writeSpecial();
    writeTiles();

    byte[] expected = assembled(folder);
    byte[] got = code.code();

    int difference = Arrays.mismatch(got, expected);
    assertThat(difference).as(() -> describe(difference, got, expected)).isEqualTo(-1);
  }

  @Test
  void refusesARegisterThatTheShortFormCannotName() {
    assertThatThrownBy(() -> code.move(new Vector(16, XMM), RAX))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("16");
  }

  @Test
  void refusesATileThatThereIsNot() {
    assertThatThrownBy(() -> new Tile(8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("0 to 7", "8");
  }

  @Test
  void rowsOfATileNeedADistance() {
    assertThatThrownBy(() -> code.load(new Tile(0), Memory.at(RDI, 64)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("index");
  }

  private void say(String text) {
    source.add(text);
    starts.add(code.code().length);
  }

  private void writeGeneral() {
    Register[] all = {RAX, RCX, RDX, RSI, RDI, R8, R9, R10, R11};
    for (Register a : all) {
      if (a != RAX) { // which GNU's assembler gives a shorter form of its own
        say("add %s, 0x12345".formatted(name(a)));
        code.add(a, 0x12345);
      }
      say("dec " + name(a));
      code.decrement(a);
      for (Register b : all) {
        say("mov %s, %s".formatted(name(a), name(b)));
        code.move(a, b);
        say("add %s, %s".formatted(name(a), name(b)));
        code.add(a, b);
      }
    }
    say("push rbx");
    code.push(RBX);
    say("cpuid");
    code.identifyProcessor();
    say("xgetbv");
    code.readControlRegister();
    say("pop rbx");
    code.pop(RBX);
    say("mov ecx, 0x76543210");
    code.move(RCX, 0x76543210);
    for (Register a : new Register[] {RAX, RCX, RDI}) {
      say("movabs %s, 0x7123456789abcdef".formatted(name(a)));
      code.move(a, 0x7123_4567_89AB_CDEFL);
    }
    say("ret");
    code.end();
  }

  private void write(Operation operation) {
    switch (operation) {
      case VMOVUPS_STORE -> writeStores(operation, "vmovups", LOW, WIDE);
      case VMOVD_STORE -> writeStores(operation, "vmovd", narrow(LOW));
      case VMOVUPS -> writeLoads(operation, "", LOW, WIDE);
      case VBROADCASTSS, VPBROADCASTD -> writeLoads(operation, "dword ptr ", LOW, WIDE);
      case VCVTPH2PS -> {
        writeLoads(operation, "xmmword ptr ", LOW);
        writeLoads(operation, "ymmword ptr ", WIDE);
      }
      case VPMOVSXBD -> {
        writeLoads(operation, "qword ptr ", LOW);
        writeLoads(operation, "xmmword ptr ", WIDE);
      }
      case VCVTDQ2PS, VCVTPS2DQ -> writeConversions(operation);
      case VCVTNEPS2BF16 -> writeHalvings(operation);
      case VPMOVZXWD -> writeDoublings(operation);
      default -> writeTernaries(operation);
    }
  }

  private void writeStores(Operation operation, String name, Vector[]... kinds) {
    for (Vector[] kind : kinds) {
      for (Vector vector : kind) {
        for (Memory place : PLACES) {
          say("%s%s %s, %s".formatted(form(vector), name, text(place), text(vector)));
          code.store(operation, vector, place);
        }
      }
    }
  }

  private void writeLoads(Operation operation, String size, Vector[]... kinds) {
    for (Vector[] kind : kinds) {
      for (Vector vector : kind) {
        for (Memory place : PLACES) {
          String name = operation.name().toLowerCase(Locale.ROOT);
          say("%s%s %s, %s%s".formatted(form(vector), name, text(vector), size, text(place)));
          code.emit(operation, vector, place);
        }
      }
    }
  }

  private void writeConversions(Operation operation) {
    String name = operation.name().toLowerCase(Locale.ROOT);
    for (Vector[] kind : List.of(LOW, WIDE)) {
      for (Vector a : kind) {
        for (Vector b : kind) {
          say("%s%s %s, %s".formatted(form(a), name, text(a), text(b)));
          code.emit(operation, a, b);
        }
      }
    }
  }

  /** The instruction tells the width of what it reads; what it writes is half as wide. */
  private void writeHalvings(Operation operation) {
    String name = operation.name().toLowerCase(Locale.ROOT);
    for (Vector a : WIDE) {
      for (Vector b : WIDE) {
        say("%s %s, %s".formatted(name, text(a.as(YMM)), text(b)));
        code.emit(operation, a, b);
      }
    }
  }

  private void writeDoublings(Operation operation) {
    String name = operation.name().toLowerCase(Locale.ROOT);
    for (Vector a : WIDE) {
      for (Vector b : WIDE) {
        say("%s %s, %s".formatted(name, text(a), text(b.as(YMM))));
        code.emit(operation, a, b.as(YMM));
      }
    }
  }

  private void writeTernaries(Operation operation) {
    boolean onlyWide = operation == Operation.VDPBF16PS;
    boolean onlyLow =
        switch (operation) {
          case VMOVD, VPERMD, VPACKSSDW, VPACKSSWB, VPMAXSD -> true;
          default -> false;
        };
    if (operation == Operation.VMOVD) {
      return; // written by a method of its own
    }
    if (!onlyWide) {
      writeTernaries(operation, operation.name().toLowerCase(Locale.ROOT), LOW, false);
    }
    if (!onlyLow) {
      writeTernaries(operation, extendedName(operation), WIDE, !ofShortNumbers(operation));
    }
  }

  /** Returns whether the numbers have less than the 32 bits that memory can repeat. */
  private static boolean ofShortNumbers(Operation operation) {
    return switch (operation) {
      case VPMADDUBSW, VPMADDWD, VPSUBB -> true;
      default -> false;
    };
  }

  private static String extendedName(Operation operation) {
    return switch (operation) {
      case VPXOR -> "vpxord";
      case VPAND -> "vpandd";
      default -> operation.name().toLowerCase(Locale.ROOT);
    };
  }

  private void writeTernaries(Operation operation, String name, Vector[] kind, boolean repeats) {
    for (Vector a : kind) {
      for (Vector b : kind) {
        for (Vector c : kind) {
          say("%s%s %s, %s, %s".formatted(form(a), name, text(a), text(b), text(c)));
          code.emit(operation, a, b, c);
        }
        for (Memory place : PLACES) {
          say("%s%s %s, %s, %s".formatted(form(a), name, text(a), text(b), text(place)));
          code.emit(operation, a, b, place);
          if (repeats) {
            Memory everywhere = place.everywhere();
            String lanes = "dword ptr %s{1to16}".formatted(text(place));
            say("%s %s, %s, %s".formatted(name, text(a), text(b), lanes));
            code.emit(operation, a, b, everywhere);
          }
        }
      }
    }
  }

  private void writeSpecial() {
    for (Vector[] kind : List.of(LOW, WIDE)) {
      for (Vector a : kind) {
        for (Vector b : kind) {
          say("%svpsrld %s, %s, 4".formatted(form(a), text(a), text(b)));
          code.shiftRight(a, b, 4);
          say("%svpslld %s, %s, 16".formatted(form(a), text(a), text(b)));
          code.shiftLeft(a, b, 16);
          say("%svpsrad %s, %s, 7".formatted(form(a), text(a), text(b)));
          code.shiftRightSigned(a, b, 7);
        }
      }
    }
    for (Vector a : LOW) {
      for (Vector b : LOW) {
        say("{vex3} vpermilps %s, %s, 0x4e".formatted(text(a), text(b)));
        code.permuteWithin(a, b, 0x4E);
        say("{vex3} vextractf128 %s, %s, 1".formatted(text(a.as(XMM)), text(b)));
        code.upperHalf(a.as(XMM), b);
      }
      for (Register register : new Register[] {RAX, RDI, R8, R11}) {
        say("{vex3} vmovd %s, %s".formatted(text(a.as(XMM)), shortName(register)));
        code.move(a.as(XMM), register);
      }
    }
    for (Memory place : PLACES) {
      say("prefetcht0 " + text(place));
      code.prefetch(place);
      say("ldmxcsr dword ptr " + text(place));
      code.loadFloatControl(place);
      for (Register register : new Register[] {RAX, RBX, R8}) {
        say("mov dword ptr %s, %s".formatted(text(place), shortName(register)));
        code.store(place, register);
      }
    }
    say("vzeroupper");
    code.clearUpperHalves();
    say("1: dec rax");
    Assembler.Label label = code.here();
    code.decrement(RAX);
    say(".byte 0x0f, 0x85; .long 1b - . - 4"); // the long form, which ours always takes
    code.jumpIfNotZero(label);
  }

  private void writeTiles() {
    for (Memory place : PLACES) {
      say("{vex3} ldtilecfg " + text(place));
      code.configureTiles(place);
      for (int number = 0; place.index() != null && number < Tile.COUNT; number++) {
        say("{vex3} tileloadd tmm%d, %s".formatted(number, text(place)));
        code.load(new Tile(number), place);
        say("{vex3} tilestored %s, tmm%d".formatted(text(place), number));
        code.store(place, new Tile(number));
      }
    }
    for (int a = 0; a < Tile.COUNT; a++) {
      say("{vex3} tilezero tmm%d".formatted(a));
      code.clear(new Tile(a));
      for (int distance = 1; distance < Tile.COUNT - 1; distance++) {
        int b = (a + distance) % Tile.COUNT;
        int c = (b + 1) % Tile.COUNT;
        say("{vex3} tdpbssd tmm%d, tmm%d, tmm%d".formatted(a, b, c));
        code.multiplyAdd(new Tile(a), new Tile(b), new Tile(c));
      }
    }
    say("{vex3} tilerelease");
    code.releaseTiles();
  }

  private static Vector[] narrow(Vector[] all) {
    return Arrays.stream(all).map(vector -> vector.as(XMM)).toArray(Vector[]::new);
  }

  private static String form(Vector vector) {
    return vector.width() == ZMM ? "" : "{vex3} ";
  }

  private static String text(Vector vector) {
    return vector.width().name().toLowerCase(Locale.ROOT) + vector.number();
  }

  private static String text(Memory memory) {
    Register index = memory.index();
    return "[%s%s %s %d]"
        .formatted(
            name(memory.base()),
            index == null ? "" : " + %s*%d".formatted(name(index), memory.times()),
            memory.displacement() < 0 ? "-" : "+",
            Math.abs(memory.displacement()));
  }

  private static String name(Register register) {
    return register.name().toLowerCase(Locale.ROOT);
  }

  private static String shortName(Register register) {
    return register.number() > 7 ? name(register) + "d" : "e" + name(register).substring(1);
  }

  private byte[] assembled(Path folder) throws IOException, InterruptedException {
    Path text = folder.resolve("code.s");
    Files.writeString(text, ".intel_syntax noprefix\n" + String.join("\n", source) + "\n");
    Path object = folder.resolve("code.o");
    Path binary = folder.resolve("code.bin");
    run("as", "-o", object.toString(), text.toString());
    run("objcopy", "-O", "binary", "-j", ".text", object.toString(), binary.toString());
    return Files.readAllBytes(binary);
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static boolean hasGnuAssembler() {
    try {
      run("as", "--version");
      run("objcopy", "--version");
      return true;
    } catch (IOException absent) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String describe(int difference, byte[] got, byte[] expected) {
    if (difference < 0) {
      return "";
    }
    int line = 0;
    while (line + 1 < starts.size() && starts.get(line + 1) <= difference) {
      line++;
    }
    int from = starts.get(line);
    return "%s: got %s, expected %s"
        .formatted(source.get(line), hex(got, from), hex(expected, from));
  }

  private static String hex(byte[] code, int from) {
    return HexFormat.ofDelimiter(" ").formatHex(code, from, Math.min(code.length, from + 12));
  }
}
