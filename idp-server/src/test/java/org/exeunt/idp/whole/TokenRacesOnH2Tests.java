package org.exeunt.idp.whole;

class TokenRacesOnH2Tests extends TokenRacesContract {

    TokenRacesOnH2Tests() {
        super(TestDatabase.H2);
    }
}
