package org.exeunt.idp.whole;

class IntrospectionOnPostgresTests extends IntrospectionContract {

    IntrospectionOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
