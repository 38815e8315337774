import django.db.models.deletion
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
            name='GlossaryTerm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', portal.ui.storable.StorableCharField(max_length=60, unique=True, verbose_name='用語')),
                ('reading', portal.ui.storable.StorableCharField(max_length=100, verbose_name='ふりがな')),
                ('meaning', portal.ui.storable.StorableTextField(max_length=600, verbose_name='やさしい説明')),
                ('source', portal.ui.storable.StorableCharField(blank=True, max_length=200, verbose_name='もとになった資料')),
            ],
            options={
                'verbose_name': '用語',
                'verbose_name_plural': '用語',
                'ordering': ['reading', 'term'],
            },
        ),
        migrations.CreateModel(
            name='EnvironmentItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('unknown', '未確認'), ('planned', '予定'), ('in_progress', '実施中'), ('done', '済'), ('stopped', '取りやめ')], default='unknown', max_length=12, verbose_name='状況')),
                ('status_note', portal.ui.storable.StorableCharField(blank=True, max_length=300, verbose_name='状況の補足')),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='最終確認日')),
                ('key', models.SlugField(max_length=40, unique=True, verbose_name='しるし')),
                ('name', portal.ui.storable.StorableCharField(max_length=150, verbose_name='項目')),
                ('steps', models.JSONField(default=list, verbose_name='関わるデジ順')),
                ('planned_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='予定年度')),
                ('plan_words', portal.ui.storable.StorableCharField(blank=True, max_length=100, verbose_name='計画の書き方')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='確認した人')),
            ],
            options={
                'verbose_name': '環境整備の項目',
                'verbose_name_plural': '環境整備の項目',
                'ordering': ['position', 'key'],
            },
        ),
        migrations.CreateModel(
            name='Guide',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='アドレス')),
                ('title', portal.ui.storable.StorableCharField(max_length=100, verbose_name='題名')),
                ('lead', portal.ui.storable.StorableCharField(max_length=200, verbose_name='ひとことで')),
                ('group', models.CharField(choices=[('plan', '計画'), ('start', 'はじめに読む'), ('steps', 'デジ順で進める'), ('work', '市の取組'), ('people', '支える人と体制'), ('tools', '手引きと点検表'), ('forms', 'ひな形')], max_length=10, verbose_name='置き場所')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='並び順')),
                ('source', portal.ui.storable.StorableCharField(blank=True, max_length=300, verbose_name='もとになった資料')),
                ('tools', models.JSONField(blank=True, default=list, verbose_name='開く道具')),
                ('is_compulsory', models.BooleanField(default=False, verbose_name='必ず読むページ')),
                ('owner_post', portal.ui.storable.StorableCharField(blank=True, max_length=60, verbose_name='担当の職')),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='次に見直す日')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='staff.department', verbose_name='担当の部署')),
            ],
            options={
                'verbose_name': 'デジ順のページ',
                'verbose_name_plural': 'デジ順のページ',
                'ordering': ['group', 'position', 'slug'],
            },
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, verbose_name='版のアドレス')),
                ('major', models.PositiveSmallIntegerField(verbose_name='大きな番号')),
                ('minor', models.PositiveSmallIntegerField(verbose_name='小さな番号')),
                ('is_proposal', models.BooleanField(default=False, verbose_name='案')),
                ('kind', models.CharField(choices=[('made', '作成'), ('minor', '軽微修正'), ('major', '改定')], max_length=10, verbose_name='区分')),
                ('dated_on', models.DateField(null=True, verbose_name='日付')),
                ('applies_from', models.DateField(null=True, verbose_name='適用日')),
                ('history_number', models.PositiveSmallIntegerField(null=True, verbose_name='改定履歴の番号')),
                ('reasons', models.JSONField(default=list, verbose_name='公開理由')),
                ('state', models.CharField(choices=[('draft', '下書き'), ('submitted', '承認待ち'), ('approved', '承認済み（適用日を待っています）'), ('in_force', '適用中'), ('superseded', '旧版')], default='draft', max_length=12, verbose_name='状態')),
                ('note', portal.ui.storable.StorableTextField(blank=True, verbose_name='この版について')),
                ('frozen', models.JSONField(null=True, verbose_name='確定した内容')),
                ('digest', models.CharField(blank=True, max_length=64, verbose_name='内容のハッシュ')),
                ('begun_at', models.DateTimeField(verbose_name='始めた日時')),
                ('submitted_at', models.DateTimeField(null=True, verbose_name='承認を頼んだ日時')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='承認した日時')),
                ('returned_words', portal.ui.storable.StorableTextField(blank=True, verbose_name='戻した理由')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承認した人')),
                ('begun_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='改定を始めた人')),
                ('submitted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='承認を頼んだ人')),
                ('guide', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='editions', to='guidance.guide', verbose_name='ページ')),
            ],
            options={
                'verbose_name': '版',
                'verbose_name_plural': '版',
                'constraints': [models.UniqueConstraint(fields=('guide', 'code'), name='one_edition_per_code'), models.UniqueConstraint(condition=models.Q(('state', 'in_force')), fields=('guide',), name='one_edition_in_force'), models.UniqueConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'approved'])), fields=('guide',), name='one_open_amendment_per_guide'), models.UniqueConstraint(fields=('guide', 'history_number'), name='one_row_of_history_per_number'), models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('submitted_by')), _negated=True), _connector='OR'), name='edition_is_approved_by_another'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted']), models.Q(('digest', ''), _negated=True), _connector='OR'), name='edition_in_force_is_frozen')],
            },
        ),
        migrations.CreateModel(
            name='LeadingProject',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('unknown', '未確認'), ('planned', '予定'), ('in_progress', '実施中'), ('done', '済'), ('stopped', '取りやめ')], default='unknown', max_length=12, verbose_name='状況')),
                ('status_note', portal.ui.storable.StorableCharField(blank=True, max_length=300, verbose_name='状況の補足')),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='最終確認日')),
                ('number', models.PositiveSmallIntegerField(unique=True, verbose_name='番号')),
                ('name', portal.ui.storable.StorableCharField(max_length=100, verbose_name='名前')),
                ('planned_year', models.PositiveSmallIntegerField(null=True, verbose_name='目標年度')),
                ('confirmed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='確認した人')),
            ],
            options={
                'verbose_name': 'リーディングプロジェクト',
                'verbose_name_plural': 'リーディングプロジェクト',
                'ordering': ['number'],
            },
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(max_length=60, verbose_name='しるし')),
                ('position', models.PositiveIntegerField(verbose_name='並び順')),
                ('chapter', portal.ui.storable.StorableCharField(max_length=100, verbose_name='章')),
                ('heading', portal.ui.storable.StorableCharField(max_length=120, verbose_name='見出し')),
                ('sort', models.CharField(choices=[('text', '文章'), ('title', '表題'), ('target', '目標時期'), ('organisation', '組織名'), ('members', '会議の構成員'), ('environment', '環境整備の状況'), ('term', '用語'), ('wording', '文言'), ('slip', '文言（誤記の可能性）'), ('notation', '表記'), ('contents', '目次・頁'), ('figure', '図の文字'), ('leftover', '図の残り文字'), ('layout', '配置'), ('transcript', '文字化の誤り（案）'), ('mixed', '両版に残る不統一'), ('doubt', '両版に残る疑義')], default='text', max_length=14, verbose_name='種類')),
                ('text', portal.ui.storable.StorableTextField(blank=True, verbose_name='本文')),
                ('remark', portal.ui.storable.StorableCharField(blank=True, max_length=300, verbose_name='注記')),
                ('in_history', portal.ui.storable.StorableCharField(blank=True, max_length=200, verbose_name='改定履歴での扱い')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='guidance.edition', verbose_name='版')),
            ],
            options={
                'verbose_name': '文章',
                'verbose_name_plural': '文章',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('edition', 'key'), name='one_passage_per_key')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('read_at', models.DateTimeField(verbose_name='読んだ日時')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='guidance.edition', verbose_name='読んだ版')),
                ('guide', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='guidance.guide', verbose_name='ページ')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
            ],
            options={
                'verbose_name': '読んだ印',
                'verbose_name_plural': '読んだ印',
                'constraints': [models.UniqueConstraint(fields=('staff', 'guide'), name='one_reading_per_guide')],
            },
        ),
        migrations.CreateModel(
            name='TrendNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(choices=[('nation', '国'), ('tokyo', '東京都'), ('other', 'その他')], max_length=10, verbose_name='どこの動き')),
                ('title', portal.ui.storable.StorableCharField(max_length=120, verbose_name='題名')),
                ('dated_on', models.DateField(blank=True, null=True, verbose_name='発表などの日')),
                ('dated_words', portal.ui.storable.StorableCharField(blank=True, max_length=60, verbose_name='日付の言葉')),
                ('what', portal.ui.storable.StorableTextField(max_length=1000, verbose_name='何があったか')),
                ('meaning', portal.ui.storable.StorableTextField(blank=True, max_length=1000, verbose_name='うちにとっての意味')),
                ('source', portal.ui.storable.StorableCharField(max_length=300, verbose_name='出典')),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='確認した日')),
                ('written_at', models.DateTimeField(verbose_name='書いた日時')),
                ('key', models.SlugField(blank=True, max_length=40, verbose_name='しるし')),
                ('written_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='書いた人')),
            ],
            options={
                'verbose_name': '国・東京都の動き',
                'verbose_name_plural': '国・東京都の動き',
                'constraints': [models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key',), name='one_initial_trend_note_per_key')],
            },
        ),
        migrations.CreateModel(
            name='Feedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opinion', models.CharField(choices=[('helped', '役に立った'), ('troubled', '困った')], max_length=10, verbose_name='感想')),
                ('words', portal.ui.storable.StorableTextField(blank=True, max_length=500, verbose_name='困ったこと')),
                ('at', models.DateTimeField(verbose_name='日時')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='対応した日時')),
                ('edition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='feedback', to='guidance.edition', verbose_name='版')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='対応した人')),
                ('staff', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
            ],
            options={
                'verbose_name': 'ページへの感想',
                'verbose_name_plural': 'ページへの感想',
                'indexes': [models.Index(fields=['at'], name='guidance_fe_at_cb1efd_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('staff__isnull', False)), fields=('staff', 'edition'), name='one_opinion_per_edition')],
            },
        ),
    ]
