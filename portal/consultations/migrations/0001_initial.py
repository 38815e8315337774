import django.db.models.deletion
import modelsearch.index
import portal.ui.storable
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('staff', '0003_roster'),
        ('staff', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReplyTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', portal.ui.storable.StorableCharField(max_length=60, verbose_name='題')),
                ('kind', models.CharField(blank=True, choices=[('improvement', '業務改善'), ('reading', 'AI-OCR・RPAの支援'), ('online', '手続きのオンライン化'), ('procurement', '調達の助言'), ('equipment', '機器・ツール'), ('other', 'その他')], max_length=12, verbose_name='種類')),
                ('body', portal.ui.storable.StorableTextField(verbose_name='文章')),
            ],
            options={
                'verbose_name': '返事のひな形',
                'verbose_name_plural': '返事のひな形',
                'ordering': ['title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SolvedByItself',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.CharField(db_index=True, max_length=60, verbose_name='どの答えで')),
                ('title', portal.ui.storable.StorableCharField(max_length=200, verbose_name='答えの題')),
                ('at', models.DateTimeField(db_index=True, verbose_name='いつ')),
            ],
            options={
                'verbose_name': '相談の前に解決した記録',
                'verbose_name_plural': '相談の前に解決した記録',
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.ui.storable.StorableCharField(max_length=30, unique=True, verbose_name='タグ')),
            ],
            options={
                'verbose_name': '相談のタグ',
                'verbose_name_plural': '相談のタグ',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='ClosedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(unique=True, verbose_name='閉庁日')),
                ('reason', portal.ui.storable.StorableCharField(max_length=40, verbose_name='理由')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='加えた人')),
            ],
            options={
                'verbose_name': '相談窓口の閉庁日',
                'verbose_name_plural': '相談窓口の閉庁日',
                'ordering': ['on'],
            },
        ),
        migrations.CreateModel(
            name='Consultation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('improvement', '業務改善'), ('reading', 'AI-OCR・RPAの支援'), ('online', '手続きのオンライン化'), ('procurement', '調達の助言'), ('equipment', '機器・ツール'), ('other', 'その他')], max_length=12, verbose_name='種類')),
                ('subject', portal.ui.storable.StorableCharField(max_length=80, verbose_name='件名')),
                ('work', portal.ui.storable.StorableTextField(verbose_name='どの仕事で')),
                ('trouble', portal.ui.storable.StorableTextField(verbose_name='何に困り')),
                ('wish', portal.ui.storable.StorableTextField(blank=True, verbose_name='どうなるとよい')),
                ('precheck', models.JSONField(blank=True, default=list, verbose_name='様式の見直し')),
                ('case_reference', models.CharField(blank=True, max_length=100, verbose_name='もとになった事例の番号')),
                ('case_title', portal.ui.storable.StorableCharField(blank=True, max_length=255, verbose_name='もとになった事例')),
                ('is_confidential', models.BooleanField(default=False, verbose_name='非公開')),
                ('is_name_hidden', models.BooleanField(default=False, verbose_name='名前を出さない')),
                ('asked_at', models.DateTimeField(verbose_name='相談した日時')),
                ('status', models.CharField(choices=[('open', '受付'), ('in_progress', '対応中'), ('waiting', '相談者の返事待ち'), ('answered', '回答済み'), ('closed', '完了')], default='open', max_length=12, verbose_name='状態')),
                ('priority', models.CharField(choices=[('high', '急ぎ'), ('normal', 'ふつう'), ('low', 'ゆっくり')], default='normal', max_length=6, verbose_name='優先度')),
                ('agreed_due_at', models.DateTimeField(blank=True, null=True, verbose_name='約束の期限')),
                ('first_due_at', models.DateTimeField(null=True, verbose_name='最初の返事の期限')),
                ('resolve_due_at', models.DateTimeField(null=True, verbose_name='回答の期限')),
                ('next_due_at', models.DateTimeField(null=True, verbose_name='次の期限')),
                ('first_answered_at', models.DateTimeField(null=True, verbose_name='最初の返事の日時')),
                ('answered_at', models.DateTimeField(null=True, verbose_name='回答した日時')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='完了した日時')),
                ('moved_at', models.DateTimeField(verbose_name='最後の動き')),
                ('rating', models.PositiveSmallIntegerField(null=True, verbose_name='満足度')),
                ('rating_words', portal.ui.storable.StorableTextField(blank=True, verbose_name='満足度の理由')),
                ('rated_at', models.DateTimeField(null=True, verbose_name='評価した日時')),
                ('erased_at', models.DateTimeField(null=True, verbose_name='文章を消した日時')),
                ('asker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='相談した人')),
                ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='担当')),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.department', verbose_name='相談した課')),
                ('merged_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='consultations.consultation', verbose_name='まとめた先')),
                ('named', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='読める担当者')),
                ('related', models.ManyToManyField(blank=True, to='consultations.consultation', verbose_name='関連する相談')),
                ('tags', models.ManyToManyField(blank=True, related_name='+', to='consultations.tag', verbose_name='タグ')),
            ],
            options={
                'verbose_name': '相談',
                'verbose_name_plural': '相談',
                'indexes': [models.Index(condition=models.Q(('status__in', ('open', 'in_progress', 'waiting'))), fields=['next_due_at', 'id'], name='consultations_on_the_desk'), models.Index(condition=models.Q(('status__in', ('open', 'in_progress', 'waiting'))), fields=['assignee', 'next_due_at'], name='consultations_of_an_officer'), models.Index(condition=models.Q(('status__in', ('open', 'in_progress', 'waiting'))), fields=['moved_at', 'id'], name='consultations_stalled'), models.Index(fields=['asker', '-asked_at'], name='consultations_of_an_asker'), models.Index(fields=['-moved_at', '-id'], name='consultations_by_move'), models.Index(fields=['asked_at'], name='consultations_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('rating', None), models.Q(('rating__gte', 1), ('rating__lte', 5)), _connector='OR'), name='consultation_rating_has_five_steps'), models.CheckConstraint(condition=models.Q(('merged_into', None), ('status', 'closed'), _connector='OR'), name='merged_consultation_is_closed'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'closed'), _negated=True), ('closed_at__isnull', False), _connector='OR'), name='closed_consultation_says_when')],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('values', models.JSONField(default=dict, verbose_name='入力')),
                ('saved_at', models.DateTimeField(verbose_name='保存した日時')),
                ('staff', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
            ],
            options={
                'verbose_name': '相談の下書き',
                'verbose_name_plural': '相談の下書き',
            },
        ),
        migrations.CreateModel(
            name='Faq',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', portal.ui.storable.StorableCharField(max_length=120, verbose_name='質問')),
                ('answer', portal.ui.storable.StorableTextField(verbose_name='答え')),
                ('category', models.CharField(choices=[('improvement', '業務改善'), ('reading', 'AI-OCR・RPAの支援'), ('online', '手続きのオンライン化'), ('procurement', '調達の助言'), ('equipment', '機器・ツール'), ('other', 'その他')], max_length=12, verbose_name='分類')),
                ('state', models.CharField(choices=[('draft', '下書き'), ('in_review', '確認待ち'), ('published', '公開'), ('withdrawn', '取り下げ')], default='draft', max_length=10, verbose_name='状態')),
                ('written_at', models.DateTimeField(verbose_name='書いた日時')),
                ('published_at', models.DateTimeField(null=True, verbose_name='公開した日時')),
                ('checked_on', models.DateField(null=True, verbose_name='最後に確認した日')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='確かめた人')),
                ('source', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='faqs', to='consultations.consultation', verbose_name='もとの相談')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='書いた人')),
            ],
            options={
                'verbose_name': 'FAQ',
                'verbose_name_plural': 'FAQ',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'published'), _negated=True), models.Q(('reviewed_by__isnull', False), models.Q(('reviewed_by', models.F('written_by')), _negated=True)), _connector='OR'), name='a_published_faq_had_a_second_reader')],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='FaqOpinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_useful', models.BooleanField(verbose_name='役に立った')),
                ('at', models.DateTimeField(verbose_name='いつ')),
                ('faq', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='opinions', to='consultations.faq')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
            ],
            options={
                'verbose_name': 'FAQへの評価',
                'verbose_name_plural': 'FAQへの評価',
                'constraints': [models.UniqueConstraint(fields=('faq', 'staff'), name='one_opinion_per_faq_and_person')],
            },
        ),
        migrations.CreateModel(
            name='HearingRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.ui.storable.StorableCharField(max_length=80, verbose_name='ヒアリングの名前')),
                ('sheet', portal.ui.storable.StorableTextField(verbose_name='聞くこと')),
                ('made_at', models.DateTimeField(verbose_name='作った日時')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作った人')),
            ],
            options={
                'verbose_name': 'ヒアリング',
                'verbose_name_plural': 'ヒアリング',
            },
        ),
        migrations.CreateModel(
            name='Hearing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('scheduled_at', models.DateTimeField(null=True, verbose_name='予定の日時')),
                ('place', portal.ui.storable.StorableCharField(blank=True, max_length=80, verbose_name='場所')),
                ('held_on', models.DateField(null=True, verbose_name='行った日')),
                ('minutes', portal.ui.storable.StorableTextField(blank=True, verbose_name='記録')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.department', verbose_name='課')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hearings', to='consultations.hearinground')),
            ],
            options={
                'verbose_name': '課のヒアリング',
                'verbose_name_plural': '課のヒアリング',
                'constraints': [models.UniqueConstraint(fields=('round', 'department'), name='one_hearing_per_round_and_section')],
            },
        ),
        migrations.CreateModel(
            name='Idea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', portal.ui.storable.StorableCharField(max_length=80, verbose_name='題')),
                ('now_words', portal.ui.storable.StorableTextField(verbose_name='いまのやり方')),
                ('change_words', portal.ui.storable.StorableTextField(blank=True, verbose_name='どう変えるか')),
                ('state', models.CharField(choices=[('noted', 'メモ'), ('submitted', '提出'), ('adopted', '採用'), ('not_adopted', '見送り'), ('done', '実施済み')], default='noted', max_length=12, verbose_name='状態')),
                ('noted_at', models.DateTimeField(verbose_name='メモした日時')),
                ('yearly', models.PositiveIntegerField(blank=True, null=True, verbose_name='年に何回')),
                ('before_steps', models.PositiveIntegerField(blank=True, null=True, verbose_name='いまの手順の数')),
                ('before_minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='いまの時間（分）')),
                ('before_sheets', models.PositiveIntegerField(blank=True, null=True, verbose_name='いまの紙（枚）')),
                ('before_calls', models.PositiveIntegerField(blank=True, null=True, verbose_name='いまの電話（回）')),
                ('after_steps', models.PositiveIntegerField(blank=True, null=True, verbose_name='変えたあとの手順の数')),
                ('after_minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='変えたあとの時間（分）')),
                ('after_sheets', models.PositiveIntegerField(blank=True, null=True, verbose_name='変えたあとの紙（枚）')),
                ('after_calls', models.PositiveIntegerField(blank=True, null=True, verbose_name='変えたあとの電話（回）')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='決めた日時')),
                ('answer', portal.ui.storable.StorableTextField(blank=True, verbose_name='お礼と理由')),
                ('effect', portal.ui.storable.StorableTextField(blank=True, verbose_name='やってみた効果')),
                ('done_at', models.DateTimeField(null=True, verbose_name='実施した日時')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='考えた人')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='決めた人')),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.department', verbose_name='課')),
            ],
            options={
                'verbose_name': '改善のアイデア',
                'verbose_name_plural': '改善のアイデア',
                'constraints': [models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('author')), _negated=True), _connector='OR'), name='nobody_decides_on_their_own_idea')],
            },
        ),
        migrations.CreateModel(
            name='IdeaChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old', models.CharField(choices=[('noted', 'メモ'), ('submitted', '提出'), ('adopted', '採用'), ('not_adopted', '見送り'), ('done', '実施済み')], max_length=12, verbose_name='前の状態')),
                ('new', models.CharField(choices=[('noted', 'メモ'), ('submitted', '提出'), ('adopted', '採用'), ('not_adopted', '見送り'), ('done', '実施済み')], max_length=12, verbose_name='後の状態')),
                ('at', models.DateTimeField(verbose_name='日時')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='動かした人')),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='consultations.idea')),
            ],
            options={
                'verbose_name': 'アイデアの経過',
                'verbose_name_plural': 'アイデアの経過',
            },
        ),
        migrations.CreateModel(
            name='InternalNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', portal.ui.storable.StorableTextField(verbose_name='内部メモ')),
                ('at', models.DateTimeField(verbose_name='書いた日時')),
                ('edited_at', models.DateTimeField(null=True, verbose_name='直した日時')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='書いた人')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='consultations.consultation')),
            ],
            options={
                'verbose_name': '相談の内部メモ',
                'verbose_name_plural': '相談の内部メモ',
                'indexes': [models.Index(fields=['consultation', 'at'], name='notes_of_a_consultation')],
            },
        ),
        migrations.CreateModel(
            name='LeaderShare',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked_at', models.DateTimeField(verbose_name='頼んだ日時')),
                ('agreed_at', models.DateTimeField(null=True, verbose_name='同意した日時')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='終えた日時')),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='頼んだ人')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='shares', to='consultations.consultation')),
                ('leader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='リーダー')),
            ],
            options={
                'verbose_name': 'リーダーとの共有',
                'verbose_name_plural': 'リーダーとの共有',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('consultation', 'leader'), name='one_share_per_consultation_and_leader')],
            },
        ),
        migrations.CreateModel(
            name='NoteVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', portal.ui.storable.StorableTextField(verbose_name='前の内部メモ')),
                ('until', models.DateTimeField(verbose_name='いつまで')),
                ('note', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='consultations.internalnote')),
            ],
            options={
                'verbose_name': '内部メモの前の文章',
                'verbose_name_plural': '内部メモの前の文章',
            },
        ),
        migrations.CreateModel(
            name='Packet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('organisation', portal.ui.storable.StorableCharField(max_length=100, verbose_name='所属する団体')),
                ('task', portal.ui.storable.StorableTextField(verbose_name='頼むこと')),
                ('expected_record', portal.ui.storable.StorableTextField(verbose_name='受け取る記録')),
                ('interpreter', portal.ui.storable.StorableCharField(max_length=100, verbose_name='結果を読み解く人')),
                ('pieces', models.JSONField(verbose_name='見せるもの')),
                ('made_at', models.DateTimeField(verbose_name='作った日時')),
                ('expires_on', models.DateField(verbose_name='いつまで')),
                ('accepted_at', models.DateTimeField(null=True, verbose_name='守秘に同意した日時')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='取り消した日時')),
                ('result', portal.ui.storable.StorableTextField(blank=True, verbose_name='助言の結果')),
                ('adviser', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='助言者')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='packets', to='consultations.consultation')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='作った人')),
            ],
            options={
                'verbose_name': '外部の助言者への提供',
                'verbose_name_plural': '外部の助言者への提供',
            },
        ),
        migrations.CreateModel(
            name='PacketView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='見た日時')),
                ('packet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='views', to='consultations.packet')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='見た人')),
            ],
            options={
                'verbose_name': '提供したものの閲覧',
                'verbose_name_plural': '提供したものの閲覧',
            },
        ),
        migrations.CreateModel(
            name='Procedure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.ui.storable.StorableCharField(max_length=150, verbose_name='手続き')),
                ('yearly', models.PositiveIntegerField(null=True, verbose_name='年間の件数')),
                ('online', models.CharField(choices=[('yes', 'できる'), ('partly', '一部できる'), ('no', 'できない'), ('unknown', '未確認')], default='unknown', max_length=8, verbose_name='オンライン申請')),
                ('plan', portal.ui.storable.StorableTextField(blank=True, verbose_name='これからの予定')),
                ('changed_at', models.DateTimeField(verbose_name='変更した日時')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.department', verbose_name='担当課')),
            ],
            options={
                'verbose_name': '手続き',
                'verbose_name_plural': '手続き',
                'constraints': [models.UniqueConstraint(fields=('department', 'name'), name='one_procedure_per_section_and_name')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField(verbose_name='最後に開いた日時')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='consultations.consultation')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='見ている人')),
            ],
            options={
                'verbose_name': '相談を開いている人',
                'verbose_name_plural': '相談を開いている人',
                'constraints': [models.UniqueConstraint(fields=('consultation', 'staff'), name='one_reading_per_consultation_and_officer')],
            },
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('soon', 'もうすぐ期限'), ('late', '期限を過ぎた'), ('forgotten', '動きがない')], max_length=9, verbose_name='何を')),
                ('on', models.DateField(verbose_name='日付')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='consultations.consultation')),
            ],
            options={
                'verbose_name': '相談の催促',
                'verbose_name_plural': '相談の催促',
                'constraints': [models.UniqueConstraint(fields=('consultation', 'kind', 'on'), name='one_reminder_per_kind_and_day')],
            },
        ),
        migrations.CreateModel(
            name='Tick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.CharField(max_length=20, verbose_name='確認項目')),
                ('at', models.DateTimeField(verbose_name='いつ')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='確かめた人')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to='consultations.consultation')),
            ],
            options={
                'verbose_name': '確認した項目',
                'verbose_name_plural': '確認した項目',
                'constraints': [models.UniqueConstraint(fields=('consultation', 'item'), name='an_item_is_ticked_once')],
            },
        ),
        migrations.CreateModel(
            name='Wish',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', portal.ui.storable.StorableCharField(max_length=200, verbose_name='要望')),
                ('is_done', models.BooleanField(default=False, verbose_name='対応した')),
                ('consultation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='consultations.consultation', verbose_name='相談')),
                ('hearing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wishes', to='consultations.hearing')),
            ],
            options={
                'verbose_name': '課の要望',
                'verbose_name_plural': '課の要望',
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('asked', '相談の受付'), ('status', '状態'), ('assignee', '担当'), ('priority', '優先度'), ('kind', '種類'), ('agreed_due', '約束の期限'), ('clock', '対応期限'), ('tags', 'タグ'), ('confidential', '非公開'), ('named', '読める担当者'), ('merged', 'まとめ'), ('linked', '関連'), ('checked', '確認項目'), ('shared', 'リーダーとの共有'), ('packet', '外部の助言者への提供'), ('faq', 'FAQの下書き'), ('rated', '評価'), ('handed_over', '引き継ぎ')], max_length=12, verbose_name='何を')),
                ('old', models.CharField(blank=True, max_length=40, verbose_name='前')),
                ('new', models.CharField(blank=True, max_length=40, verbose_name='後')),
                ('at', models.DateTimeField(verbose_name='いつ')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='だれが')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='consultations.consultation')),
            ],
            options={
                'verbose_name': '相談の経過',
                'verbose_name_plural': '相談の経過',
                'indexes': [models.Index(fields=['consultation', 'at'], name='changes_of_a_consultation')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_from_desk', models.BooleanField(default=False, verbose_name='DX課から')),
                ('body', portal.ui.storable.StorableTextField(verbose_name='内容')),
                ('at', models.DateTimeField(verbose_name='書いた日時')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='書いた人')),
                ('consultation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='consultations.consultation')),
            ],
            options={
                'verbose_name': '相談のやりとり',
                'verbose_name_plural': '相談のやりとり',
                'indexes': [models.Index(fields=['consultation', 'at'], name='entries_of_a_consultation')],
            },
        ),
    ]
