//! The words by which a line is recognised. A word may stand for several languages; it then says less.
//!
//! Function words are the small words that no sentence does without. Page words are those around an article that
//! often stand alone on a line: the buttons for sharing and reading on, section names, the language's own name.
//! Left out are words that are as common as names or as words of English
//! (Turkish `ben`, Danish `have`) where others carry the line as well.

use whatlang::Lang;

/// A language, its function words, its page words.
pub(super) type Row = (Lang, &'static str, &'static str);

/// One row a language; languages that alone use their script need none.
pub(super) const WORDS: &[Row] = &[
    (
        Lang::Eng,
        "the of and to in is that was for on with as by are be this from at which have has had been their were not it \
         its his her they he she we you i will would who what when where how why there than then these those also \
         after about into over between more other some an or but if can could should may might said says our your my \
         all no so up out do does did only such most any new while during before because through against under being \
         both each very just us them him me am a per see let s t d re ll ve m last weeks year years month months day \
         days today yesterday tomorrow night monday tuesday wednesday thursday friday saturday sunday january \
         february june july october get got make made take took taken given came went began became know known think \
         told asked called announced agreed accused expelled condemned signed killed sent kept left seen saw found \
         used wanted much many already always never again often enough ever every few former however itself \
         themselves least likely near off others own perhaps rather same several since though although thus together \
         too towards two three until upon way well whether whole whose within without yet across among around another \
         below behind despite either everyone everything nothing according government officials foreign country \
         countries talks troops weapons attacks agreement ambassador embassy unless met meets visits urges warns slams \
         vows seeks accuses rejects army soldiers rebels fighters border peace ceasefire trade threat threatened \
         warned urged rejected denied resigned arrested detained launched visited ordered lifted imposed fired elected \
         banned released attacked bombed struck shot seized blamed praised criticised criticized demanded vowed \
         pledged offered backed hosted arrived returned closed opened reopened withdrew deployed summoned recalled \
         suspended halted resumed approved ratified voted blocked freed jailed sentenced charged convicted raised \
         joined lawmakers ties defence defense navy",
        "english share read comments comment newsletter subscribe search contact about home page next previous \
         related posts tags categories loading follow sign login advertisement leave reply author source available \
         continue reading print weather sports latest top update updated published edited written",
    ),
    (
        Lang::Spa,
        "el la los las de del que y en un una es se no por con para su al lo como más pero sus le ha me sin sobre este \
         ya entre cuando muy también hasta hay donde han quien desde nos durante uno ni contra ese eso esta estas \
         estos era son fue ser está están había según ante tras después porque cada qué dijo años",
        "español compartir leer comentarios buscar siguiente anterior inicio noticias imprimir suscríbete síguenos \
         deportes cultura mundo economía autor fuente relacionados etiquetas deja comentario seguir leyendo redacción \
         publicidad actualizado",
    ),
    (
        Lang::Por,
        "o a os as de do da dos das que e em um uma no na nos nas por para com não se é ao mais como mas foi ele ela \
         seu sua ou ser quando muito há já está também só pelo pela até isso entre depois sem mesmo aos seus quem \
         são esse essa este esta foram tem têm sobre após segundo anos disse à às num numa",
        "português compartilhar partilhar ler comentários pesquisar buscar próximo início notícias imprimir leia mais \
         assine esportes desporto cultura mundo economia autor fonte relacionados publicidade atualizado",
    ),
    (
        Lang::Fra,
        "le la les de des du un une et est en que qui dans pour pas sur au aux avec ce cette ces il elle ils elles \
         nous vous je on ne se sa son ses leur leurs plus par mais ou où comme été sont ont être avoir fait après \
         avant entre depuis sans sous aussi bien tout tous très même selon alors deux ans d l qu n s c y à",
        "français partager lire suite commentaires rechercher suivant précédent accueil actualités imprimer abonnez \
         abonner auteur publié mis jour connexion envoyer sommaire étiquettes laisser commentaire modifié",
    ),
    (
        Lang::Ita,
        "il lo la i gli le di del della dei delle dello degli da dal dalla in nel nella con su sul sulla per tra fra e \
         è che non un una uno si sono ha hanno al alla alle ai come più ma anche se o questo questa quello quella \
         essere stato stata era suo sua loro chi cui dopo prima già così ancora molto quando dove perché anni dell \
         nell all",
        "italiano condividi leggi commenti cerca successivo precedente notizie stampa abbonati iscriviti autore fonte \
         correlati scrivi commento segui continua pubblicato pubblicità aggiornato",
    ),
    (
        Lang::Deu,
        "der die das und ist in den von zu mit dem des nicht ein eine einer eines einem einen auf für im sich auch als \
         an es er sie wir ihr ich wie aus bei nach hat haben war wird werden sind oder aber vor zur zum über um bis \
         durch noch nur wenn dass kann mehr so unter gegen vom seit sein seine ihre ihren wurde wurden zwischen \
         dieser diese dieses am man schon sehr doch was",
        "deutsch teilen lesen weiterlesen kommentare kommentar suche weiter zurück startseite nachrichten drucken \
         anmelden abonnieren autor quelle verwandte artikel schlagwörter schreiben veröffentlicht aktualisiert \
         anzeige impressum datenschutz wetter",
    ),
    (
        Lang::Nld,
        "de het een en van is in op te dat die voor met zijn niet aan er om als ook bij door naar uit maar heeft \
         hebben wordt worden was waren werd dit deze ze hij zij we wij je ik nog over tot meer na kan geen hun haar \
         heel veel tegen zou zich onder tussen omdat wat wie waar al of",
        "nederlands delen lees lezen reacties zoeken volgende vorige nieuws afdrukken aanmelden abonneren auteur bron \
         gerelateerd reageer geplaatst bijgewerkt inloggen",
    ),
    (
        Lang::Swe,
        "och att det som en på är av för med den till i inte har de om ett han var jag men hon vi man från så kan när \
         efter nu där eller sig också vara hade vid över mot under ska skulle mer än blev mellan utan genom bara \
         alla sin sina ni hur vad finns enligt mycket",
        "svenska dela läs kommentarer sök nästa föregående hem nyheter skriv logga prenumerera författare källa \
         relaterade kommentera publicerad uppdaterad annons",
    ),
    (
        Lang::Dan,
        "og at det som en på er af for med den til i ikke har de om et han var jeg men hun vi man fra så kan når efter \
         nu der eller sig også være havde ved over mod under skal skulle mere end blev mellem uden gennem alle sin \
         sine hvor hvad ifølge meget hvis bliver siger efter selv",
        "dansk del læs kommentarer søg næste forrige forside nyheder udskriv log abonner forfatter kilde relaterede \
         udgivet opdateret annonce",
    ),
    (
        Lang::Nob,
        "og at det som en på er av for med den til i ikke har de om et han var jeg men hun vi man fra så kan når etter \
         nå der eller seg også være hadde ved over mot under skal skulle mer enn ble mellom uten gjennom alle sin \
         sine hvor hva ifølge mye hvis blir sier selv etter",
        "norsk del les kommentarer søk neste forrige forside nyheter skriv logg abonner forfatter kilde relaterte \
         publisert oppdatert annonse",
    ),
    (
        Lang::Fin,
        "ja on ei se että oli hän mutta ovat kun joka myös sen niin kuin tai jos ole mukaan vain jo sekä nyt hänen \
         mitä olla jotka kanssa siitä tämä ne ollut sitä vielä koska sitten voi jonka mikä tämän ennen jälkeen noin \
         olivat eivät vuonna sanoi minä sinä me te he",
        "suomi suomeksi jaa lue lisää kommentit hae haku seuraava edellinen etusivu uutiset tulosta kirjaudu tilaa \
         kirjoittaja lähde julkaistu päivitetty mainos",
    ),
    (
        Lang::Est,
        "ja on ei et see oli ta aga kui kes ka ning või siis oma mis seda selle pärast vaid juba veel nii välja üle \
         tema nad meie mida ole olid ma sa me te kuid sest enne kus aasta ütles ka",
        "eesti jaga loe edasi kommentaarid otsi järgmine eelmine avaleht uudised prindi autor allikas avaldatud",
    ),
    (
        Lang::Hun,
        "a az és hogy nem is egy van volt ez de meg azt csak ha már el ki mint vagy még fel be le lesz sem minden ezt \
         mert szerint után között lehet majd aki ami kell nagyon pedig több amely első két így óta által magyarország \
         számára ezek azok olyan voltak",
        "magyar megosztás megosztom olvasson tovább hozzászólások keresés következő előző kezdőlap hírek nyomtatás \
         bejelentkezés szerző forrás kapcsolódó frissítve hirdetés cikk",
    ),
    (
        Lang::Tur,
        "ve bir bu da de için ile olarak çok daha o en gibi olan kadar sonra ise ama ne değil var her ki mi mı mu mü \
         ya diye göre olduğu olduğunu tarafından üzerinde önce yok biz siz onlar benim senin bizim şu aynı yer iki \
         yeni yıl veya hem bile ancak dedi etti oldu arasında karşı ilgili eden biri nasıl neden içinde hakkında",
        "türkçe paylaş paylaşım yorumlar yorum ara devamı oku sonraki önceki anasayfa haberler yazdır giriş abone yazar \
         kaynak ilgili etiketler yayınlandı güncellendi gündem dünya ekonomi spor kültür sayfa tıklayın beğen takip",
    ),
    (
        Lang::Aze,
        "və bir bu da də üçün ilə olaraq çox daha o ən kimi olan qədər sonra isə amma nə deyil var hər ki görə \
         tərəfindən haqqında yeni il həm ancaq dedi etdi oldu arasında qarşı edən biz siz onlar bütün olduğunu bildirib \
         onun",
        "azərbaycanca paylaş şərhlər axtar davamı növbəti əvvəlki xəbərlər çap müəllif mənbə dünya iqtisadiyyat idman",
    ),
    (
        Lang::Tuk,
        "we bir bu hem üçin bilen has diýip eden bolan şol boýunça hakynda döwlet ýurt ýyl olar biz siz onuň ähli bolup \
         soň ýaly edip barada",
        "türkmençe habarlar paýlaş gözleg",
    ),
    (
        Lang::Uzb,
        "va bir bu bilan uchun ham edi deb qilish haqida esa yoki lekin u kerak yil biz siz ular emas har \
         uning keyin qilgan mumkin eng davlat degan",
        "oʻzbekcha yangiliklar ulashish izlash",
    ),
    (
        Lang::Pol,
        "i w z na się nie do to że jest o jak po co ale za od przez dla ma są tym tego czy już tylko być było była był \
         oraz może ich jego jej przed przy który która które których także roku lat bardzo jeszcze podczas między \
         pod nad będzie zostały został pan mnie my wy oni gdy jako",
        "polski udostępnij czytaj więcej dalej komentarze szukaj następny poprzedni strona główna wiadomości drukuj \
         zaloguj autor źródło powiązane opublikowano aktualizacja reklama",
    ),
    (
        Lang::Ces,
        "a v se na je že s z do o to i jako za by ale jeho po pro který která které byl byla bylo jsou není tak také \
         jen už podle od při nebo aby má jsem když jak mezi let roce své být před však ve ze než ještě bude proti \
         jsme další",
        "česky čeština sdílet čtěte více komentáře hledat další předchozí domů zprávy tisk přihlásit autor zdroj \
         související publikováno aktualizováno reklama",
    ),
    (
        Lang::Slk,
        "a v sa na je že s z do o to i ako za by ale jeho po pre ktorý ktorá ktoré bol bola bolo sú nie tak tiež len \
         už podľa od pri alebo aby má som keď medzi rokov roku svoje byť pred však vo zo než ešte bude proti sme \
         ďalšie sme čo aj",
        "slovensky slovenčina zdieľať čítajte viac komentáre hľadať ďalší predchádzajúci domov správy tlač prihlásiť \
         autor zdroj súvisiace reklama",
    ),
    (
        Lang::Slv,
        "in je v na se da za so z ki pa ne s po tudi kot od pri bi do o ali še že bil bila bilo ter iz ni kako če lahko \
         med leta pred vse več kar svoje sem smo ki bo pod svojo biti njegov zaradi",
        "slovenščina deli delite preberite komentarji išči naslednja prejšnja domov novice natisni avtor vir",
    ),
    (
        Lang::Hrv,
        "i u je na se da su za od s o koji koja koje a ne će kao iz bi po do ali što to ili te sa nakon bio bila bilo \
         već kako samo biti još više pri prema između godine godina nije ga mu njegov zbog protiv jer kada sve",
        "hrvatski podijeli podijelite pročitajte komentari traži sljedeće prethodno naslovnica vijesti ispis prijava \
         autor izvor povezano objavljeno oglas",
    ),
    (
        Lang::Ron,
        "și de la a în cu care nu este pe un o din pentru că să mai sunt au fost prin al ai ale sau dar ca după între \
         lui ei fi cel cea foarte fără acest această când despre către până său sa doar nici în cadrul astfel le \
         îi va vor am ani",
        "română distribuie citește comentarii caută următorul anterior acasă știri tipărește autor sursă publicat \
         actualizat reclamă",
    ),
    (
        Lang::Cat,
        "el la els les de del dels que i en un una és no per amb al als com més però seva seu han ha ser també fins on \
         són va van aquest aquesta entre sobre quan molt hi es o després perquè ja sense seus durant segons anys ho \
         què",
        "català comparteix llegir llegeix comentaris cerca següent anterior inici notícies imprimeix autor font",
    ),
    (
        Lang::Lat,
        "et in est non ad ut cum sed quod qui quae ex ab atque esse sunt erat per si enim etiam autem nec aut hoc eius \
         quam ac fuit ante post inter",
        "latina",
    ),
    (
        Lang::Epo,
        "la kaj de en estas al ne por kun ke ĝi li ili oni ŝi mi vi ni kiu kiuj sed pri el per aŭ ankaŭ pli tiu tio \
         estis sur ĉe laŭ post dum inter sia",
        "esperanto esperante",
    ),
    (
        Lang::Lit,
        "ir į yra kad su iš tai bet kaip už nuo apie jo dar po jis ar buvo jau tik dėl prie per ne ji jie jų savo metų \
         kuris kuri kurie labai būti taip gali pat bei tarp",
        "lietuvių dalintis dalinkis skaityti komentarai ieškoti kitas ankstesnis naujienos spausdinti autorius",
    ),
    (
        Lang::Lav,
        "un ir ka no ar par uz tas bet kā arī pie pēc ko kas vai viņš nav bija tikai jau gada gadā tā to lai vēl kur \
         ļoti tiek savu viņa būt starp līdz šo ne kurš",
        "latviešu dalīties lasīt komentāri meklēt nākamais iepriekšējais ziņas drukāt autors",
    ),
    (
        Lang::Cym,
        "y yr yn a ac i o ar ei mae oedd gan wedi am fod ond nid hefyd eu bod roedd sydd cael ni chi hi nhw un hyn ag \
         ym",
        "cymraeg rhannu darllen chwilio newyddion",
    ),
    (
        Lang::Afr,
        "die en van het in is nie wat met op te om dit vir hy sy ek ons hulle aan was sal ook deur maar by as kan nog \
         uit na tot jy haar hom word moet daar",
        "afrikaans deel lees kommentaar soek nuus",
    ),
    (
        Lang::Ind,
        "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga ke karena bisa ada mereka lebih telah saat \
         oleh sudah atau seperti kata kepada tersebut bahwa saya kami kita dia anda adalah menjadi tahun antara hanya \
         setelah sebagai secara para belum masih namun harus orang dapat",
        "indonesia bagikan baca selengkapnya komentar cari berikutnya sebelumnya beranda berita cetak masuk penulis \
         sumber terkait iklan",
    ),
    (
        Lang::Jav,
        "ing lan sing kang iku iki ora saka kanggo karo wis bisa ana marang dadi yaiku uga utawa kanthi sajrone taun \
         nalika amarga awit",
        "jawa",
    ),
    (
        Lang::Tgl,
        "ang ng sa mga na at ay ni si para hindi ito kung may niya siya kanyang nang mula ayon sila kay pero lang din \
         rin noong isang kanilang ako ikaw namin natin",
        "tagalog ibahagi basahin magkomento hanapin balita",
    ),
    (
        Lang::Vie,
        "và của là có trong được cho không các một những với này người đã khi đến từ về để như ra tại vào cũng sẽ theo \
         trên do phải nhưng nhiều hơn còn năm sau đó rất ông bà anh chị tôi chúng bị lại đang thì mà nếu",
        "tiếng việt chia sẻ đọc thêm bình luận tìm kiếm trang chủ tin tức đăng nhập tác giả nguồn",
    ),
    (
        Lang::Zul,
        "ukuthi futhi noma kanye kodwa ngoba uma lapho nge kusho yena bona wakhe lokhu leli abantu kakhulu ukuba",
        "isizulu izindaba",
    ),
    (
        Lang::Sna,
        "uye kuti asi nokuti vanhu iye zvakare kana pamusoro chete ivo mumwe zvino ndiye vakati",
        "chishona nhau",
    ),
    (Lang::Aka, "na wɔ sɛ no ne ho mu ɛno nti anaa nnipa yɛ wɔn deɛ", "akan"),
    (
        Lang::Rus,
        "и в не на что с по как это он к но из у за от для так же о все она бы его был была было были мы вы они я то \
         если или чтобы также при до после еще ещё уже только может быть когда где который которая которые которых \
         ее её их нет во со об год года году лет между более под через время сказал россии",
        "русский поделиться читать далее комментарии поиск следующая предыдущая главная новости печать войти \
         подписаться автор источник опубликовано обновлено реклама подробнее мир экономика спорт культура",
    ),
    (
        Lang::Ukr,
        "і в не на що з як це він до але із у за від для так же про все вона би його був була було були ми ви вони я \
         те якщо або щоб також при після ще вже тільки може бути коли де який яка які яких її їх немає та й зі рік \
         року років між під через час сказав україни",
        "українська поділитися читати далі коментарі пошук наступна попередня головна новини друк увійти підписатися \
         автор джерело опубліковано оновлено реклама докладніше світ економіка спорт культура",
    ),
    (
        Lang::Bel,
        "і ў у не на што з як гэта ён да але за ад для так жа пра усё яна бы яго быў была было былі мы вы яны калі або \
         каб таксама пры пасля яшчэ ўжо толькі можа быць дзе які якая якія іх няма год года гадоў паміж праз",
        "беларуская падзяліцца чытаць каментары пошук навіны друк аўтар крыніца",
    ),
    (
        Lang::Bul,
        "и в на не да от за се с по че като е са при до това но той тя те ще към който която които както има само след \
         още или бе беше бил била във със през години година него му си ни вие ние тази този тези много може между \
         около преди",
        "български сподели споделяне прочетете коментари търсене следваща предишна начало новини печат вход абонирай \
         автор източник реклама",
    ),
    (
        Lang::Srp,
        "и у је на се да су за од са о који која које а не ће као из би по до али што то или те након био била било \
         већ како само бити још више при према између године година није га му због против јер када све",
        "српски подели прочитајте коментари претрага следеће претходно насловна вести штампај аутор извор",
    ),
    (
        Lang::Mkd,
        "и во на не да од за се со по дека како е се при до ова но тој таа тие ќе кон кој која кои има само уште или \
         беше бил била години година му ги ја овој оваа меѓу исто што нема",
        "македонски сподели прочитај коментари пребарување следно претходно почетна вести печати автор извор",
    ),
    (
        Lang::Ara,
        "في من على إلى أن التي الذي عن مع هذا هذه لا ما كان كانت قد أو بعد بين كما هو هي كل لم ذلك عند حيث قال إن ثم \
         غير أكثر قبل خلال حتى أي منذ تم لكن وقد وفي ومن بها به له عليه فيه الى",
        "العربية مشاركة شارك اقرأ المزيد تعليقات بحث التالي السابق الرئيسية أخبار طباعة الكاتب المصدر",
    ),
    (
        Lang::Pes,
        "در به از که این را با است برای آن یک خود تا بر شد شده هم نیز بود می او اما کرد ما هر یا باید دو اگر پس گفت \
         های ها ای دیگر بین پیش نیست شود کرده اند سال",
        "فارسی اشتراک نظرات جستجو بعدی قبلی خانه اخبار چاپ نویسنده منبع",
    ),
    (
        Lang::Urd,
        "کے میں کی ہے اور سے کا کو اس نے پر یہ کہ ہیں تھا بھی ایک جو نہیں ہو کر تو تھے تھی وہ لیے گیا کیا بعد ان اپنے \
         ساتھ ہوئے جس یا کسی",
        "اردو شیئر مزید پڑھیں تبصرے تلاش خبریں",
    ),
    (
        Lang::Hin,
        "के में की है और से का को इस ने पर यह कि हैं था भी एक जो नहीं हो कर तो थे थी वह लिए गया बाद उन अपने साथ हुए \
         या कहा किया",
        "हिन्दी हिंदी साझा शेयर पढ़ें खोजें समाचार",
    ),
    (
        Lang::Mar,
        "आणि आहे या हे ते तर होते केली केले यांनी त्या असे आहेत नाही होता मध्ये करून साठी झाले व की हा ही त्यांनी",
        "मराठी बातम्या वाचा",
    ),
    (Lang::Nep, "र छ को मा का ले यो लागि पनि भएको गरेको छन् हो भने गर्न थियो एक तथा उनले छैन साथै", "नेपाली समाचार"),
    (
        Lang::Heb,
        "של את על לא זה הוא היא עם גם כי או אם אל כל אך יותר אבל היה הם מה אני",
        "עברית שתף קרא עוד תגובות חיפוש",
    ),
    (Lang::Yid, "און די פון אין איז דער דאס צו מיט אויף האט נישט ער זי װאס אז", "ייִדיש ייִדיש"),
];
