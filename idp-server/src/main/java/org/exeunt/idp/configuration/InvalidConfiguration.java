package org.exeunt.idp.configuration;

import java.util.List;
import java.util.stream.Collectors;

/** The server cannot start with this configuration. The message has all faults, each with the name of its setting. */
public final class InvalidConfiguration extends RuntimeException {

    private final transient List<ConfigurationFault> faults;

    public InvalidConfiguration(List<ConfigurationFault> faults) {
        super(faults.stream().map(ConfigurationFault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /** All faults, in the order in which they are shown. */
    public List<ConfigurationFault> faults() {
        return faults;
    }
}
