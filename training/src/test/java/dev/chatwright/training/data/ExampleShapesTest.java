package dev.chatwright.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chatwright.tokenizer.template.ChatMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each shape that rows are found in becomes the same few examples. */
class ExampleShapesTest {
  private static final ChatMessage ASKED = new ChatMessage("user", "When?");
  private static final ChatMessage SAID = new ChatMessage("assistant", "At noon.");
  private static final ChatMessage WORSE = new ChatMessage("assistant", "Dunno.");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'messages':[{'role':'user','content':'When?'},{'role':'assistant','content':'At noon.'}]}",
        "{'conversations':[{'from':'human','value':'When?'},{'from':'gpt','value':'At noon.'}]}",
        "{'conversations':[{'from':'user','value':'When?'},{'from':'assistant','value':'At noon.'}]}",
        "{'instruction':'When?','input':'','output':'At noon.'}",
        "{'instruction':'When?','response':'At noon.','history':[]}",
        "{'prompt':'When?','completion':'At noon.'}",
        "{'prompt':'When?','answer':'At noon.','id':7}",
        "{'prompt':[{'role':'user','content':'When?'}],'completion':[{'role':'assistant',"
            + "'content':'At noon.'}]}",
        "{'messages':[{'role':'user','content':[{'type':'text','text':'When?'}]},"
            + "{'role':'assistant','content':[{'type':'text','value':'At noon.'}]}]}"
      })
  void aConversation(String row) throws IOException {
    assertThat(rows(row)).containsExactly(new ChatExample(List.of(ASKED, SAID)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'prompt':'When?','chosen':'At noon.','rejected':'Dunno.'}",
        "{'prompt':[{'role':'user','content':'When?'}],'chosen':[{'role':'assistant',"
            + "'content':'At noon.'}],'rejected':[{'role':'assistant','content':'Dunno.'}]}",
        "{'chosen':[{'role':'user','content':'When?'},{'role':'assistant','content':'At noon.'}],"
            + "'rejected':[{'role':'user','content':'When?'},{'role':'assistant','content':'Dunno.'}]}",
        "{'prompt':'When?','chosen':[{'role':'user','content':'When?'},{'role':'assistant',"
            + "'content':'At noon.'}],'rejected':[{'role':'user','content':'When?'},"
            + "{'role':'assistant','content':'Dunno.'}]}",
        "{'conversations':[{'from':'human','value':'When?'}],'chosen':{'from':'gpt',"
            + "'value':'At noon.'},'rejected':{'from':'gpt','value':'Dunno.'}}",
        "{'chosen':'\\n\\nHuman: When?\\n\\nAssistant: At noon.',"
            + "'rejected':'\\n\\nHuman: When?\\n\\nAssistant: Dunno.'}",
        "{'instruction':'When?','input':'','output':'x','chosen':'At noon.','rejected':'Dunno.'}"
      })
  void aPreference(String row) throws IOException {
    assertThat(rows(row))
        .containsExactly(new PreferenceExample(List.of(ASKED), List.of(SAID), List.of(WORSE)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'prompt':'When?','completion':'At noon.','label':true}",
        "{'messages':[{'role':'user','content':'When?'},{'role':'assistant','content':'At noon.'}],"
            + "'label':true}",
        "{'instruction':'When?','input':'','output':'At noon.','kto_tag':true}"
      })
  void aRatedReply(String row) throws IOException {
    assertThat(rows(row)).containsExactly(new RatedExample(List.of(ASKED), List.of(SAID), true));
  }

  @Test
  void aLabelThatIsNoTruthValueIsNoRating() throws IOException {
    assertThat(rows("{'text':'a shop','label':3}")).containsExactly(new TextExample("a shop"));
  }

  @Test
  void systemInputAndHistoryOfAlpacaAreTurns() throws IOException {
    assertThat(
            rows(
                "{'system':'Be brief.','history':[['Hi','Hello']],'instruction':'Add','input':'1+1',"
                    + "'output':'2'}"))
        .containsExactly(
            new ChatExample(
                List.of(
                    new ChatMessage("system", "Be brief."),
                    new ChatMessage("user", "Hi"),
                    new ChatMessage("assistant", "Hello"),
                    new ChatMessage("user", "Add\n\n1+1"),
                    new ChatMessage("assistant", "2"))));
  }

  @Test
  void callsOfToolsAreKept() throws IOException {
    String row =
        "{'messages':[{'role':'user','content':'Rain?'},{'role':'assistant','content':null,"
            + "'tool_calls':[{'id':'1'}],'weight':1},{'role':'tool','content':'no','tool_call_id':"
            + "'1'}]}";

    assertThat(rows(row).getFirst().everyMessage())
        .element(1)
        .isEqualTo(
            new ChatMessage("assistant", "", Map.of("tool_calls", List.of(Map.of("id", "1")))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'text':'a shop'}",
        "{'messages':[{'role':'user','content':'\\u001b[2J'},{'role':'assistant','content':null,"
            + "'tool_calls':[{'id':'1'}]}]}",
        "{'prompt':'When?','chosen':'At noon.','rejected':''}",
        "{'prompt':'When?','completion':'At noon.','label':false}"
      })
  void whatIsWrittenIsReadBackAsTheSame(String row) throws IOException {
    List<Example> examples = rows(row);
    Path written =
        Files.writeString(folder.resolve("again.jsonl"), ExampleJson.line(examples.getFirst()));

    assertThat(Examples.of(written)).isEqualTo(examples);
  }

  private List<Example> rows(String row) throws IOException {
    return Examples.of(
        Files.writeString(folder.resolve("rows.jsonl"), row.replace('\'', '"') + "\n"));
  }
}
