package org.exeunt.idp.whole;

class ExpiryOnPostgresTests extends ExpiryContract {

    ExpiryOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
