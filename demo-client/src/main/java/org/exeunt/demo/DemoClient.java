package org.exeunt.demo;

import org.exeunt.demo.config.Brand;
import org.exeunt.demo.config.DemoProperties;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the same relying party twice in one process: as Shop and as News.
 *
 * <p>The two share nothing but the process. The identity provider need not be up: nothing is asked of it at start.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class DemoClient {

    static void main(String[] args) {
        ConfigurableApplicationContext shop = start(Brand.SHOP, args);
        try {
            start(Brand.NEWS, args);
        } catch (RuntimeException newsDidNotStart) {
            // Half a demo would keep the process alive and look like a whole one.
            shop.close();
            throw newsDidNotStart;
        }
        new StartupSummary(shop.getBean(DemoProperties.class), System.out).printWhenServerIsUp();
    }

    /**
     * Starts one of the two relying parties.
     *
     * @param args settings as on the command line, {@code --demo.server=…}
     */
    public static ConfigurableApplicationContext start(Brand brand, String... args) {
        return new SpringApplicationBuilder(DemoClient.class)
                .properties("demo.brand=" + brand.id())
                .run(args);
    }
}
