package org.exeunt.demo.server;

import java.net.http.HttpClient;
import org.exeunt.demo.config.DemoProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;

@Configuration(proxyBeanMethods = false)
class ServerHttpConfiguration {

    /** Never follows a redirect: an answer with a token in it must come from the address that we asked. */
    @Bean
    ClientHttpRequestFactory serverRequests(DemoProperties demo) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(demo.connectTimeout())
                .build();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(http);
        requests.setReadTimeout(demo.readTimeout());
        return requests;
    }
}
