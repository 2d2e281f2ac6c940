package org.exeunt.idp.whole;

class SystemCCleanUpOnH2Tests extends SystemCCleanUpContract {

    SystemCCleanUpOnH2Tests() {
        super(TestDatabase.H2);
    }
}
