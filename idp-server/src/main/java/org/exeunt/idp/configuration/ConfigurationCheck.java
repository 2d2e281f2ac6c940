package org.exeunt.idp.configuration;

import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;

/**
 * Finds faults in one part of the configuration. Checks run before any other bean is made, so an implementation depends on no
 * bean, and reads what it checks by the binder. What the binder cannot read is reported already, and is {@code null} here.
 */
public interface ConfigurationCheck {

    /** The faults; empty if there are none. */
    List<ConfigurationFault> faults(Binder settings);
}
