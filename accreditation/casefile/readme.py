"""What stands in README.txt of a sealed case file, in four languages: how to check it with standard tools."""

README = """ES - Expediente sellado
Este archivo contiene el expediente completo que el panel de apelaciones puede leer. manifest.json enumera cada archivo con su
huella SHA-256; manifest.sig es la firma de manifest.json con la clave de la oficina. Para comprobarlo sin este programa:
  1. openssl dgst -sha256 -verify issuer.pub.pem -signature manifest.sig manifest.json   (debe decir: Verified OK)
  2. sha256sum de cada archivo y comparar con manifest.json; no debe sobrar ni faltar ninguno.
  3. Comparar issuer.pub.pem con la clave publicada en la pagina /casefile-key de la oficina.
Con el programa:  accreditation casefile verify ARCHIVO --key CLAVE.pem --lang es

EN - Sealed case file
This archive holds the whole case as the appeals panel may read it. manifest.json lists every file with its SHA-256;
manifest.sig is the signature of manifest.json with the key of the office. To check it without this program:
  1. openssl dgst -sha256 -verify issuer.pub.pem -signature manifest.sig manifest.json   (it must say: Verified OK)
  2. sha256sum every file and compare with manifest.json; none may be missing and none may be added.
  3. Compare issuer.pub.pem with the key published on the page /casefile-key of the office.
With the program:  accreditation casefile verify FILE --key KEY.pem --lang en

PT - Processo selado
Este arquivo contem o processo completo que o painel de recursos pode ler. manifest.json enumera cada arquivo com o seu
SHA-256; manifest.sig e a assinatura de manifest.json com a chave do escritorio. Para verifica-lo sem este programa:
  1. openssl dgst -sha256 -verify issuer.pub.pem -signature manifest.sig manifest.json   (deve dizer: Verified OK)
  2. sha256sum de cada arquivo e comparar com manifest.json; nenhum pode faltar nem sobrar.
  3. Comparar issuer.pub.pem com a chave publicada na pagina /casefile-key do escritorio.
Com o programa:  accreditation casefile verify ARQUIVO --key CHAVE.pem --lang pt

FR - Dossier scelle
Cette archive contient le dossier complet que la commission de recours peut lire. manifest.json enumere chaque fichier avec son
SHA-256 ; manifest.sig est la signature de manifest.json avec la cle du bureau. Pour le verifier sans ce programme :
  1. openssl dgst -sha256 -verify issuer.pub.pem -signature manifest.sig manifest.json   (doit afficher : Verified OK)
  2. sha256sum de chaque fichier, a comparer avec manifest.json ; aucun ne doit manquer ni s'ajouter.
  3. Comparer issuer.pub.pem avec la cle publiee sur la page /casefile-key du bureau.
Avec le programme :  accreditation casefile verify FICHIER --key CLE.pem --lang fr

For a key of the kind Ed25519 step 1 reads:
  openssl pkeyutl -verify -pubin -inkey issuer.pub.pem -rawin -in manifest.json -sigfile manifest.sig
"""
