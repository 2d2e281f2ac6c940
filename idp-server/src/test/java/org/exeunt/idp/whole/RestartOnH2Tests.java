package org.exeunt.idp.whole;

class RestartOnH2Tests extends RestartContract {

    RestartOnH2Tests() {
        super(TestDatabase.H2);
    }
}
