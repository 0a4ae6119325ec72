"""Texts in several languages, written for the tests.

Those in Latin letters come several times over, as it takes 200 letters with accents to know an encoding by.
"""

RUSSIAN = """\
Утром мы вышли из дома, когда над рекой ещё стоял туман, и пошли по узкой тропинке к старой мельнице.
Дождь кончился ночью, трава была мокрая, и каждый шаг оставлял на ней тёмный след.
Дедушка рассказывал, как здесь раньше мололи муку и как мельник знал по имени всех детей в деревне.
Потом он замолчал, снял шапку и долго смотрел на воду, которая бежала мимо нас так же быстро, как тогда.
Вечером похолодало; мы развели огонь, поставили чайник и слушали, как ветер шумит в верхушках сосен.
"""
POLISH = (
    3
    * """\
Rano wyszliśmy z domu, gdy nad rzeką wciąż leżała mgła, i poszliśmy wąską ścieżką w stronę starego młyna.
Deszcz ustał w nocy, trawa była mokra, a każdy krok zostawiał na niej ciemny ślad.
Dziadek opowiadał, jak dawniej mielono tu mąkę i że młynarz znał z imienia wszystkie dzieci we wsi.
Potem umilkł, zdjął czapkę i długo patrzył na wodę, która płynęła obok nas tak samo szybko jak wtedy.
Wieczorem zrobiło się chłodno; rozpaliliśmy ogień, postawiliśmy czajnik i słuchaliśmy, jak wiatr szumi wśród sosen.
"Jeszcze żyje we mnie tamten dźwięk", powiedział, "i myślę, że usłyszę go, dopóki będę chodził po tej łące".
Każdej jesieni pszczoły kończą pracę, liście żółkną, a źródło pod górą znów zaczyna śpiewać swoją pieśń.
"""
)
GREEK = """\
Το πρωί βγήκαμε από το σπίτι, όταν πάνω από το ποτάμι ήταν ακόμη ομίχλη, και πήραμε το μονοπάτι για τον παλιό μύλο.
Η βροχή είχε σταματήσει τη νύχτα, το χορτάρι ήταν υγρό και κάθε βήμα άφηνε πίσω του ένα σκούρο σημάδι.
Ο παππούς έλεγε πώς άλεθαν εδώ το αλεύρι και πως ο μυλωνάς ήξερε όλα τα παιδιά του χωριού με το όνομά τους.
Ύστερα σώπασε, έβγαλε το καπέλο και κοίταζε ώρα το νερό, που έτρεχε δίπλα μας τόσο γρήγορα όσο και τότε.
"""
KOREAN = """\
아침에 우리는 강 위에 아직 안개가 끼어 있을 때 집을 나와 좁은 길을 따라 오래된 방앗간으로 걸어갔다.
비는 밤에 그쳤고 풀은 젖어 있어서 걸음마다 짙은 발자국이 남았다.
할아버지는 예전에 여기서 어떻게 밀가루를 빻았는지, 방앗간 주인이 마을 아이들의 이름을 모두 알고 있었다고 이야기했다.
그러고는 말없이 모자를 벗고 그때처럼 빠르게 흘러가는 물을 오랫동안 바라보았다.
"""
JAPANESE = """\
朝、川の上にまだ霧がかかっているころ、私たちは家を出て、細い道を古い水車小屋のほうへ歩いていった。
雨は夜のうちに止み、草はぬれていて、一歩ごとに暗い足あとが残った。
祖父は、昔ここでどのように粉をひいたか、粉屋が村の子どもたちの名前をみな知っていたことを話してくれた。
それから黙って帽子をとり、あのころと同じように速く流れる水を長いあいだ見つめていた。
"""
CHINESE = """\
早上，河面上还有雾，我们离开家，沿着一条窄窄的小路走向那座老磨坊。
夜里雨停了，草是湿的，每走一步都会留下一个深色的脚印。
爷爷说起从前人们怎样在这里磨面，磨坊主人叫得出村里每个孩子的名字。
后来他不说话了，摘下帽子，久久地看着河水，河水像那时一样快地从我们身边流过。
"""
FRENCH = (
    4
    * """\
L'été dernier, à la forêt, nous avons mangé des pêches mûres près du vieux moulin où mon père était né.
Déjà très âgé, il répétait à voix légère la même prière : « Ça m'a coûté, mais j'ai été aimé, et j'espère l'être. »
Là-bas, la fenêtre était fermée, le plâtre abîmé, la clé cachée derrière un rosier gelé par l'hiver sévère.
Une élève zélée a dessiné le château, le chêne, la chaîne rouillée, le maïs séché et l'île à demi noyée.
"""
)
GERMAN = (
    5
    * """\
Früh am Morgen gingen wir über die Brücke, als noch Nebel über den Wäldern hing, und hörten die Mühle schon von fern.
Großvater erzählte, wie man hier früher Körner gemahlen hätte und daß der Müller für jedes Mädchen ein süßes Brötchen übrig hatte.
Später schwieg er, öffnete müde die Hände und schaute lange über das grüne Wasser, das schäumend an den Füßen vorüberfloß.
Die Gäste aßen Äpfel, Käse und Nüsse; später fröstelten sie, und die Kühe zogen gemächlich über die Höhe nach Österreich.
"""
)
FOREIGN = {  # what was taken for Western European: the text, the encoding it is in and the one that is told
    "Russian": (RUSSIAN, "cp1251", "Cyrillic text (cp1251)"),
    "Russian of Unix": (RUSSIAN, "koi8_r", "Cyrillic text (KOI8-R)"),
    "Russian of DOS": (RUSSIAN, "cp866", "Cyrillic text (cp866)"),
    "Polish": (POLISH, "cp1250", "Central European text (cp1250)"),
    "Polish of Unix": (POLISH, "iso8859_2", "Central European text (ISO 8859-2)"),
    "Greek": (GREEK, "cp1253", "Greek text (cp1253)"),
    "Korean": (KOREAN, "euc_kr", "Korean text (EUC-KR)"),
    "Japanese": (JAPANESE, "shift_jis", "Japanese text (Shift JIS)"),
    "Japanese of Unix": (JAPANESE, "euc_jp", "Japanese text (EUC-JP)"),
    "Chinese": (CHINESE, "gbk", "Chinese text (GBK)"),
}
