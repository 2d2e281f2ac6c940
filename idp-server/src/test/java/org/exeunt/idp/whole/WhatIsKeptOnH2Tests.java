package org.exeunt.idp.whole;

class WhatIsKeptOnH2Tests extends WhatIsKeptContract {

    WhatIsKeptOnH2Tests() {
        super(TestDatabase.H2);
    }
}
