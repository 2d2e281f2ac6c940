package org.exeunt.idp.logout.receipt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session that ended, as the receipt shows it.
 *
 * @param current whether it was that of the browser that reads the receipt
 * @param browser {@code null} if we do not recognise it
 * @param system {@code null} if we do not recognise it
 * @param apps what became of its apps, those first that have not confirmed
 */
public record SignedOutDevice(
        boolean current, @Nullable String browser, @Nullable String system, List<AppStatus> apps) {}
