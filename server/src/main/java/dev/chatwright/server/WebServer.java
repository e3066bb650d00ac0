package dev.chatwright.server;

import dev.chatwright.server.http.ClientConnectionValve;
import dev.chatwright.server.http.FairHttpProtocol;
import dev.chatwright.server.http.JsonBody;
import dev.chatwright.server.http.MalformedRequestValve;
import java.net.InetAddress;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;

/** Tomcat as this server needs it: requests on virtual threads, as they only wait. */
final class WebServer extends TomcatServletWebServerFactory {
  private static final int MAX_CONNECTIONS = 2048;
  private static final int MIN_BYTES_TO_COMPRESS = 2048;

  WebServer(InetAddress address, int port, Set<String> proxies) {
    super(port);
    setAddress(address);
    addEngineValves(new ClientConnectionValve());
    setProtocol(FairHttpProtocol.class.getName());
    addConnectorCustomizers(connector -> customize(connector, proxies));
    addContextCustomizers(WebServer::answerMalformedRequests);
    setServerHeader("");
    setRegisterDefaultServlet(false);
  }

  private static void customize(Connector connector, Set<String> proxies) {
    if (connector.getProtocolHandler() instanceof FairHttpProtocol protocol) {
      protocol.trust(proxies);
      protocol.setExecutor(new VirtualThreadExecutor("http-"));
      protocol.setMaxConnections(MAX_CONNECTIONS);
      // A body that is too large is read to its end, so that the client hears why it was refused.
      protocol.setMaxSwallowSize(16 * JsonBody.MAX_BYTES);
      // The page only: answers of the API are short, and streams must not wait for a full block.
      protocol.setCompression("on");
      protocol.setCompressionMinSize(MIN_BYTES_TO_COMPRESS);
      protocol.setCompressibleMimeType("text/html,text/css,text/javascript,image/svg+xml");
    }
  }

  private static void answerMalformedRequests(Context context) {
    if (context.getParent() instanceof StandardHost host) {
      host.setErrorReportValveClass(MalformedRequestValve.class.getName());
    }
  }
}
