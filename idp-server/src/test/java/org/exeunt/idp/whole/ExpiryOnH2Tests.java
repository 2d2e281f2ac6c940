package org.exeunt.idp.whole;

class ExpiryOnH2Tests extends ExpiryContract {

    ExpiryOnH2Tests() {
        super(TestDatabase.H2);
    }
}
