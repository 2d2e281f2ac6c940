package org.exeunt.idp.whole;

class HostileRequestsOnH2Tests extends HostileRequestsContract {

    HostileRequestsOnH2Tests() {
        super(TestDatabase.H2);
    }
}
