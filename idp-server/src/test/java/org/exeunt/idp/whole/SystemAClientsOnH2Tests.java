package org.exeunt.idp.whole;

class SystemAClientsOnH2Tests extends SystemAClientsContract {

    SystemAClientsOnH2Tests() {
        super(TestDatabase.H2);
    }
}
