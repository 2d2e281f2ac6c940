package org.exeunt.idp.whole;

class WhatIsKeptOnPostgresTests extends WhatIsKeptContract {

    WhatIsKeptOnPostgresTests() {
        super(TestDatabase.POSTGRESQL);
    }
}
