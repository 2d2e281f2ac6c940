package org.exeunt.idp.whole;

class SystemBFirstPartyOnH2Tests extends SystemBFirstPartyContract {

    SystemBFirstPartyOnH2Tests() {
        super(TestDatabase.H2);
    }
}
