package org.exeunt.idp.whole;

class IntrospectionOnH2Tests extends IntrospectionContract {

    IntrospectionOnH2Tests() {
        super(TestDatabase.H2);
    }
}
