package org.exeunt.idp.whole;

class KeyRotationOnH2Tests extends KeyRotationContract {

    KeyRotationOnH2Tests() {
        super(TestDatabase.H2);
    }
}
