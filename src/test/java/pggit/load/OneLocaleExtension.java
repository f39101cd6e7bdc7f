package pggit.load;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import pggit.load.measure.OneLocale;

/** Tests begin where every process of ours begins; JUnit finds this by itself. */
public final class OneLocaleExtension implements BeforeAllCallback {

  @Override
  public void beforeAll(ExtensionContext context) {
    OneLocale.choose();
  }
}
