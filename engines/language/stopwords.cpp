// The stop words. Kept short on purpose: a word that is a topic in one language and a stop word
// in another ("is", Turkish for work) is settled by the lexicon, but every such pair costs.
#include "engines/language/stopwords.h"

#include <array>
#include <string>
#include <unordered_map>

#include "engines/language/normalise.h"
#include "engines/language/tokens.h"

namespace mila::language {
namespace {

// In the order of `language_codes`.
constexpr std::array<std::string_view, 13> stopwords = {
    // de
    "der die das den dem des ein eine einen einem einer eines kein keine keinen keiner ich du "
    "er sie es wir ihr mich mir dich dir ihn ihm uns euch ihnen mein meine meinen meinem "
    "meiner meines dein deine unser unsere unseren ihre ihren sein seine seinen und oder aber "
    "denn weil dass wenn ob als auch nicht nur noch schon sehr hier dort da jetzt in im an am "
    "auf aus bei beim mit nach von vom vor zu zum zur für über unter um ohne durch gegen bis "
    "seit wo wie was wer wen wem wann warum wohin woher welche welcher welches welchen gibt "
    "gibts ist sind bin bist war waren wird werden wurde hat habe haben hast hatte kann können "
    "könnte könnten kannst muss müssen musst soll sollte will wollen möchte möchten möchtest "
    "brauche brauchen braucht brauch suche such suchen sucht finde finden findet bekomme "
    "bekommen kriege kriegen mache machen macht bitte danke hallo guten tag man mal etwas "
    "jemand jemanden irgendwo nähe einfach gehen geht gehe heißt heisst bedeutet dies diese "
    "dieser dieses diesen so dann doch zwischen",
    // en
    "the a an and or but if of to in on at by for from with without about into over under near "
    "me my mine you your he him his she her it its we us our they them their i im id ive am is "
    "are was were be been being do does did doing have has had having can could may might must "
    "shall should will would need needs needed want wants wanted looking look search searching "
    "find finding get getting give where what when who whom which why how there here this that "
    "these those not no any some someone please thank thanks hello hi just also so as than "
    "then like dont cant didnt doesnt isnt s t d ll m re ve tell know",
    // uk
    "і й та або але чи що як де куди звідки коли хто кого кому чому який яка яке які якого "
    "якої я ти ви ми він вона воно вони мене мені мій моя моє мої моєї мого моїх тебе тобі нас "
    "нам вас вам його її їх їм наш наша наше ваш це цей ця ці той те у в на з із зі до від для "
    "про по при за під над між без через є був була було були буде бути не ні так тут там ще "
    "вже дуже можна можу можете може треба потрібно потрібен потрібна потрібні потребую хочу "
    "хоче хочемо шукаю шукати шукаємо знайти отримати зробити маю має мати будь ласка дякую "
    "добрий день привіт скажіть підкажіть хтось щось",
    // ru
    "и или но а что как где куда откуда когда кто кого кому почему зачем какой какая какое "
    "какие какого я ты вы мы он она оно они меня мне мой моя мое мои моей моего моих моему "
    "тебя тебе нас нам вас вам его ее их им наш наша наше ваш это этот эта эти тот та те в во "
    "на с со из к ко от до для о об про по при за под над между без через есть был была было "
    "были будет быть не нет ни да же ли бы тут там здесь еще уже очень можно могу можете может "
    "надо нужно нужен нужна нужны хочу хочет хотим хотел хотела ищу искать ищем найти получить "
    "сделать имею иметь пожалуйста спасибо здравствуйте добрый день привет скажите подскажите "
    "помогите у кто-то",
    // ar
    "في من الى على عن مع و او ام ثم لكن هل ما ماذا متى اين أين كيف لماذا كم اي أي أية الذي "
    "التي هذا هذه ذلك تلك هناك هنا انا أنا انت أنت هو هي نحن هم لي له لها لنا لهم عندي لدي "
    "اريد أريد نريد يريد تريد ابحث أبحث نبحث احتاج أحتاج نحتاج يمكن يمكنني استطيع أستطيع ممكن "
    "اجد أجد احصل أحصل الحصول أن ان إن لا لم لن ليس كان كانت يكون قد كل بعض غير بدون بين حول "
    "عند منذ حتى فضلك لو سمحت شكرا مرحبا السلام عليكم عايز بدي بدنا وين شو ايش ليش بخصوص اجل "
    "أجل يا الي فيه ابغى اعرف شخص",
    // fa
    "در از به با برای بر تا و یا که را این آن چه چی چیست کجا کجاست کی چرا چطور چگونه کدام چند "
    "من تو او ما شما آنها ایشان مرا خود خودم است هست هستم هستیم هستند بود بودم شد شود می نمی "
    "میخواهم میخوام خواهم خوام خواهیم دنبال دنبالش میگردم گردم نیاز دارم داریم دارد دارید "
    "دارند ندارم میتوانم توانم میتونم تونم توان باید لطفا لطفاً ممنون متشکرم سلام بی بدون یک "
    "هر هم نیز اما اگر اینجا آنجا نیست کنم کنیم کردن کرد کند پیدا بگیرم گرفتن های ها ام ای",
    // tr
    "ve veya ya da de ki mi mı mu mü ile için gibi kadar ama fakat ben sen o biz siz onlar "
    "bana beni benim sana senin bize bizim size sizin onu ona onun bu şu bir nerede nereden "
    "nereye nasıl neden niye niçin ne kim kime hangi kaç var yok değil çok daha en her hiç "
    "lazım gerek gerekiyor gerekli istiyorum istiyoruz isterim istiyor arıyorum arıyoruz "
    "aramak ariyorum bulmak bulabilirim bulabilir bulurum almak alabilirim yapmak yapabilirim "
    "lütfen teşekkürler merhaba selam olarak olan oldu olur mıyım miyim ihtiyacım hakkında "
    "mısınız misiniz bulunur",
    // fr
    "le la les l un une des du de d au aux et ou mais si que qui quoi dont où quand comment "
    "pourquoi combien quel quelle quels quelles je j tu il elle on nous vous ils elles me m "
    "moi te t toi se s lui leur leurs mon ma mes ton ta tes son sa ses notre nos votre vos ce "
    "cet cette ces c ça cela en y à dans sur sous chez avec sans pour par vers entre est suis "
    "es sont était être ai as a avons avez ont avoir ne n pas plus peux peut pouvez pouvoir "
    "puis veux veut voudrais voudrait vouloir besoin dois doit faut faire fait cherche "
    "cherchons chercher trouver trouve obtenir svp merci bonjour salut plaît qu là ici quelqu",
    // pl
    "i a oraz albo lub ale czy że co jak gdzie dokąd skąd kiedy kto kogo komu dlaczego jaki "
    "jaka jakie który która które ja ty my wy on ona ono oni mnie mi mój moja moje mojej "
    "mojego moich ciebie tobie nas nam was wam jego jej ich im nasz nasza to ten ta te tam tu "
    "tutaj w we na z ze do od dla o po przy za pod nad bez przez między jest są był była było "
    "być będzie nie tak się już jeszcze bardzo można mogę może trzeba potrzebuję potrzebny "
    "potrzebna potrzebne chcę chce chciałbym chciałabym chciałem szukam szukać szukamy znaleźć "
    "znajdę dostać zrobić mam ma mieć proszę dziękuję dzień dobry cześć",
    // ro
    "și si sau dar iar că ca ce cum unde când cine cui de la pe în in cu fără pentru prin din "
    "despre sub peste între spre un o unei unui niște al a ai ale cel cea cei cele eu tu el ea "
    "noi voi ei ele mă mie îmi imi te ție îți ne nouă vă lui lor meu mea mei mele tău ta "
    "nostru noastră este e sunt ești era fi fost am are avem au avea nu da mai foarte aici "
    "acolo acest această acesta să s pot poate putem trebuie vreau vrea vrem aș as dori doresc "
    "caut căutăm cauta găsesc găsi gasesc obține obțin nevoie fac face rog mulțumesc multumesc "
    "bună salut buna ziua care cât câți",
    // bg
    "и или но а че да ли как къде откъде кога кой кого коя кое кои защо какъв каква какво "
    "какви аз ти той тя то ние вие те мен ме ми мой моя моето моите моята теб нас ни вас ви "
    "него му нея я им този тази това тези онзи в във на с със за от до по при под над между "
    "без през към около е съм си сме сте са беше бях бъде бъда не няма има имам имаме имате "
    "тук там още вече много може мога можем трябва нужен нужна нужно нужни нуждая се искам "
    "иска искаме търся търсим търси намеря намерим получа направя моля благодаря здравейте "
    "здравей добър ден дали",
    // lt
    "ir ar arba bet kad kas ką kam ko kur iš kada kaip kodėl koks kokia kokie kuris kuri aš tu "
    "jis ji mes jūs jie jos mane man manęs mano tave tau tavo jį jai jo mus mums mūsų jus jums "
    "jūsų juos tas ta tai šis ši šie į iki nuo prie prieš po per su be dėl apie už ant tarp "
    "pas yra esu esi buvo būti bus ne nėra taip čia ten dar jau labai galiu gali galima "
    "galėčiau reikia reikalinga reikalingas noriu nori norime norėčiau ieškau ieškoti ieškome "
    "rasti surasti gauti turiu turi turėti prašau prašome ačiū labas sveiki diena o",
    // sv
    "och eller men att om som den det de en ett jag du han hon vi ni dem mig dig honom henne "
    "oss er min mitt mina din ditt dina sin sitt sina vår vårt våra deras i på av från till "
    "för med utan under över vid hos mellan genom är var vara varit blir bli har hade ha kan "
    "kunde måste ska skulle vill ville behöver behöva söker söka letar leta hittar hitta få "
    "får finns vart varifrån när vem vad vilken vilket vilka varför hur här där inte ingen "
    "någon något några också bara mycket så då snälla tack hej göra gör mer",
};

using Table = std::unordered_map<std::string, LanguageSet>;

Table make_table() {
  Table table;
  for (std::size_t i = 0; i < stopwords.size(); ++i) {
    for (Token const& token : tokenise(stopwords[i])) {
      table[token.text] |= LanguageSet{1} << i;
      // Typed without umlaut dots the word is still a stop word: "fur", "uber".
      table[german_key(token.text)] |= LanguageSet{1} << i;
    }
  }
  return table;
}

}  // namespace

LanguageSet stopword_languages(std::string_view normalised_word) {
  static const Table table = make_table();
  auto const found = table.find(std::string(normalised_word));
  return found == table.end() ? 0 : found->second;
}

bool is_stopword(std::string_view normalised_word, std::string_view language) {
  int const index = language_index(language);
  return index >= 0 && ((stopword_languages(normalised_word) >> index) & 1U) != 0;
}

}  // namespace mila::language
