package org.exeunt.idp.whole;

class SystemDSessionsOnH2Tests extends SystemDSessionsContract {

    SystemDSessionsOnH2Tests() {
        super(TestDatabase.H2);
    }
}
