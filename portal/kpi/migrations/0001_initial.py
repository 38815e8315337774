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
            name='LogicModel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', portal.ui.storable.StorableCharField(max_length=100, verbose_name='名前')),
                ('first_year', models.PositiveSmallIntegerField(verbose_name='はじめの年度')),
                ('last_year', models.PositiveSmallIntegerField(verbose_name='終わりの年度')),
                ('source', portal.ui.storable.StorableCharField(blank=True, max_length=200, verbose_name='出典')),
                ('remarks', portal.ui.storable.StorableTextField(blank=True, max_length=1000, verbose_name='注意')),
                ('is_example', models.BooleanField(default=False, verbose_name='見本')),
            ],
            options={
                'verbose_name': 'ロジックモデル',
                'verbose_name_plural': 'ロジックモデル',
                'constraints': [models.CheckConstraint(condition=models.Q(('last_year__gte', models.F('first_year'))), name='logic_model_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Aim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='順')),
                ('name', portal.ui.storable.StorableCharField(max_length=100, verbose_name='視点')),
                ('outcome', portal.ui.storable.StorableCharField(max_length=100, verbose_name='アウトカム（成果）の指標')),
                ('outcome_value', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='アウトカムの目標値')),
                ('outcome_unit', portal.ui.storable.StorableCharField(blank=True, max_length=10, verbose_name='単位')),
                ('formula', portal.ui.storable.StorableTextField(blank=True, max_length=500, verbose_name='数え方')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aims', to='kpi.logicmodel', verbose_name='ロジックモデル')),
            ],
            options={
                'verbose_name': '視点',
                'verbose_name_plural': '視点',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', portal.ui.storable.StorableCharField(max_length=100, verbose_name='名前')),
                ('purpose', portal.ui.storable.StorableTextField(max_length=500, verbose_name='目的')),
            ],
            options={
                'verbose_name': '職員アンケート',
                'verbose_name_plural': '職員アンケート',
            },
        ),
        migrations.CreateModel(
            name='Indicator',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=40, unique=True, verbose_name='記号')),
                ('group', models.CharField(choices=[('five_less', '5つのレス'), ('city_halls', '3つの市役所'), ('procedures', 'オンライン手続'), ('projects', 'リーディングプロジェクト'), ('divide', 'デジタルデバイド対策'), ('other', 'そのほか')], max_length=12, verbose_name='まとまり')),
                ('label', portal.ui.storable.StorableCharField(blank=True, max_length=30, verbose_name='短い名前')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='順')),
                ('span', models.CharField(choices=[('month', '月'), ('quarter', '四半期'), ('year', '年度')], max_length=8, verbose_name='入力の間隔')),
                ('by_section', models.BooleanField(default=False, verbose_name='課ごとに入力')),
                ('counts_people', models.BooleanField(default=False, verbose_name='人を数える')),
                ('is_closed', models.BooleanField(default=False, verbose_name='集計を終えた')),
            ],
            options={
                'verbose_name': '指標',
                'verbose_name_plural': '指標',
                'constraints': [models.CheckConstraint(condition=models.Q(('counts_people', False), ('span', 'year'), _connector='OR'), name='people_are_counted_by_year_alone')],
            },
        ),
        migrations.CreateModel(
            name='Actual',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('span', models.CharField(choices=[('month', '月'), ('quarter', '四半期'), ('year', '年度')], max_length=8, verbose_name='間隔')),
                ('starts_on', models.DateField(verbose_name='期間の初日')),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('value', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='値')),
                ('out_of', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='分母')),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.department', verbose_name='課')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actuals', to='kpi.indicator', verbose_name='指標')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('value__lt', 0), _negated=True), name='actual_is_not_below_zero'), models.UniqueConstraint(condition=models.Q(('department__isnull', True)), fields=('indicator', 'span', 'starts_on'), name='one_actual_per_city_and_time'), models.UniqueConstraint(condition=models.Q(('department__isnull', False)), fields=('indicator', 'department', 'span', 'starts_on'), name='one_actual_per_section_and_time')],
                'indexes': [models.Index(fields=['indicator', 'fiscal_year', 'department'], name='actual_by_year_and_section')],
                'verbose_name': '実績',
                'verbose_name_plural': '実績',
            },
        ),
        migrations.CreateModel(
            name='ActualEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='値')),
                ('out_of', models.DecimalField(decimal_places=2, max_digits=14, null=True, verbose_name='分母')),
                ('evidence', portal.ui.storable.StorableCharField(blank=True, max_length=200, verbose_name='根拠')),
                ('reason', portal.ui.storable.StorableTextField(blank=True, max_length=200, verbose_name='訂正の理由')),
                ('way', models.CharField(choices=[('typed', '画面で入力'), ('imported', 'ファイルから')], max_length=8, verbose_name='入力のしかた')),
                ('at', models.DateTimeField(verbose_name='入力日時')),
                ('actual', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='kpi.actual', verbose_name='実績')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='入力した人')),
            ],
            options={
                'verbose_name': '実績の入力',
                'verbose_name_plural': '実績の入力',
            },
        ),
        migrations.CreateModel(
            name='ActualImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('ready', '確認待ち'), ('taken', '取り込み済み')], max_length=6, verbose_name='状態')),
                ('file_name', portal.ui.storable.StorableCharField(max_length=255, verbose_name='ファイル名')),
                ('rows', models.JSONField(verbose_name='行')),
                ('made_at', models.DateTimeField(verbose_name='読み込んだ日時')),
                ('taken_at', models.DateTimeField(null=True, verbose_name='取り込んだ日時')),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.department', verbose_name='課')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='読み込んだ人')),
                ('taken_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='取り込んだ人')),
            ],
            options={
                'verbose_name': '実績の取り込み',
                'verbose_name_plural': '実績の取り込み',
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('decided_on', models.DateField(verbose_name='決定日')),
                ('title', portal.ui.storable.StorableCharField(max_length=200, verbose_name='決定したこと')),
                ('words', portal.ui.storable.StorableTextField(blank=True, max_length=2000, verbose_name='内容')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='期限')),
                ('state', models.CharField(choices=[('open', '対応中'), ('done', '済み'), ('dropped', '取りやめ')], default='open', max_length=7, verbose_name='状態')),
                ('at', models.DateTimeField(verbose_name='記録した日時')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='記録した人')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.department', verbose_name='担当課')),
            ],
            options={
                'verbose_name': '本部会議の決定',
                'verbose_name_plural': '本部会議の決定',
            },
        ),
        migrations.CreateModel(
            name='Effort',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='順')),
                ('name', portal.ui.storable.StorableCharField(max_length=100, verbose_name='取組')),
                ('cost', models.PositiveBigIntegerField(blank=True, null=True, verbose_name='インプット（事業費、千円）')),
                ('funding', portal.ui.storable.StorableCharField(blank=True, max_length=100, verbose_name='財源')),
                ('activity', portal.ui.storable.StorableTextField(max_length=500, verbose_name='アクティビティ（事業内容）')),
                ('output', portal.ui.storable.StorableCharField(max_length=100, verbose_name='アウトプット（結果）の指標')),
                ('formula', portal.ui.storable.StorableTextField(blank=True, max_length=500, verbose_name='数え方')),
                ('unit', portal.ui.storable.StorableCharField(blank=True, max_length=10, verbose_name='単位')),
                ('base_value', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='はじめの値')),
                ('goal_value', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='目標値')),
                ('owner', portal.ui.storable.StorableCharField(blank=True, max_length=100, verbose_name='担当')),
                ('schedule', models.JSONField(default=dict, verbose_name='年度ごとの予定')),
                ('aim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='efforts', to='kpi.aim', verbose_name='視点')),
            ],
            options={
                'verbose_name': '取組',
                'verbose_name_plural': '取組',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('open', '対応中'), ('done', '済み'), ('dropped', '取りやめ')], max_length=7, verbose_name='状態')),
                ('words', portal.ui.storable.StorableTextField(max_length=1000, verbose_name='経過')),
                ('at', models.DateTimeField(verbose_name='書いた日時')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='書いた人')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='follow_ups', to='kpi.decision', verbose_name='決定')),
            ],
            options={
                'verbose_name': '決定の経過',
                'verbose_name_plural': '決定の経過',
            },
        ),
        migrations.CreateModel(
            name='OodaNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('observe', portal.ui.storable.StorableTextField(max_length=1000, verbose_name='観察（何を見たか）')),
                ('orient', portal.ui.storable.StorableTextField(max_length=1000, verbose_name='情勢判断（どう見るか）')),
                ('decide', portal.ui.storable.StorableTextField(max_length=1000, verbose_name='意思決定（何をすると決めたか）')),
                ('act', portal.ui.storable.StorableTextField(blank=True, max_length=1000, verbose_name='行動（何をしたか）')),
                ('at', models.DateTimeField(verbose_name='書いた日時')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='書いた人')),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.department', verbose_name='課')),
                ('indicator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kpi.indicator', verbose_name='指標')),
            ],
            options={
                'verbose_name': 'OODAのメモ',
                'verbose_name_plural': 'OODAのメモ',
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('part', models.CharField(choices=[('half', '半期（数値で）'), ('year', '年度')], max_length=4, verbose_name='区分')),
                ('rating', models.CharField(choices=[('on_track', '順調'), ('late', '遅れている'), ('change', '見直しが要る'), ('unknown', '数値がなく判断できない')], max_length=8, verbose_name='評価')),
                ('words', portal.ui.storable.StorableTextField(max_length=1000, verbose_name='理由')),
                ('next_step', portal.ui.storable.StorableTextField(blank=True, max_length=1000, verbose_name='次にすること')),
                ('figure', portal.ui.storable.StorableCharField(max_length=200, verbose_name='そのときの値')),
                ('at', models.DateTimeField(verbose_name='書いた日時')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='書いた人')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='kpi.indicator', verbose_name='指標')),
            ],
            options={
                'verbose_name': '点検',
                'verbose_name_plural': '点検',
            },
        ),
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField(verbose_name='順')),
                ('text', portal.ui.storable.StorableCharField(max_length=200, verbose_name='質問')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='kpi.survey', verbose_name='アンケート')),
            ],
            options={
                'verbose_name': '質問',
                'verbose_name_plural': '質問',
                'ordering': ['order'],
            },
        ),
        migrations.CreateModel(
            name='SurveyRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('opens_on', models.DateField(verbose_name='受付の初日')),
                ('closes_on', models.DateField(verbose_name='受付の最終日')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rounds', to='kpi.survey', verbose_name='アンケート')),
            ],
            options={
                'verbose_name': 'アンケートの実施',
                'verbose_name_plural': 'アンケートの実施',
                'constraints': [models.UniqueConstraint(fields=('survey', 'fiscal_year'), name='one_survey_round_per_year'), models.CheckConstraint(condition=models.Q(('closes_on__gte', models.F('opens_on'))), name='survey_closes_after_it_opens')],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='kpi.surveyround', verbose_name='実施')),
            ],
            options={
                'verbose_name': 'アンケートの回答済み',
                'verbose_name_plural': 'アンケートの回答済み',
                'constraints': [models.UniqueConstraint(fields=('round', 'staff'), name='one_participation_per_staff')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answer', models.PositiveSmallIntegerField(choices=[(5, 'そう思う'), (4, 'どちらかといえばそう思う'), (3, 'どちらともいえない'), (2, 'どちらかといえばそう思わない'), (1, 'そう思わない')], verbose_name='答え')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='人数')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tallies', to='kpi.question', verbose_name='質問')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tallies', to='kpi.surveyround', verbose_name='実施')),
            ],
            options={
                'verbose_name': 'アンケートの集計',
                'verbose_name_plural': 'アンケートの集計',
                'constraints': [models.UniqueConstraint(fields=('round', 'question', 'answer'), name='one_tally_per_answer')],
            },
        ),
        migrations.CreateModel(
            name='Definition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='何番目の定義')),
                ('name', portal.ui.storable.StorableCharField(max_length=100, verbose_name='名前')),
                ('kind', models.CharField(choices=[('change', '増減（基準年度との比）'), ('abolish', '廃止（0にする）'), ('introduce', '新規導入'), ('ratio', '割合'), ('count', '数'), ('multiple', '倍率（基準年度との比）')], max_length=10, verbose_name='目標の種類')),
                ('unit', portal.ui.storable.StorableCharField(blank=True, max_length=10, verbose_name='単位')),
                ('formula', portal.ui.storable.StorableTextField(blank=True, max_length=500, verbose_name='数え方')),
                ('at_start', portal.ui.storable.StorableTextField(blank=True, max_length=500, verbose_name='計画に書かれた状況')),
                ('base_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='基準年度')),
                ('target_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='目標年度')),
                ('target_value', models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='目標値')),
                ('is_lower_better', models.BooleanField(default=False, verbose_name='小さいほどよい')),
                ('source', portal.ui.storable.StorableCharField(blank=True, max_length=200, verbose_name='出典')),
                ('reason', portal.ui.storable.StorableTextField(blank=True, max_length=500, verbose_name='変えた理由')),
                ('applies_on', models.DateField(blank=True, null=True, verbose_name='適用日')),
                ('made_at', models.DateTimeField(verbose_name='登録日時')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='決めた人')),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='definitions', to='kpi.indicator', verbose_name='指標')),
            ],
            options={
                'verbose_name': '指標の定義',
                'verbose_name_plural': '指標の定義',
                'constraints': [models.UniqueConstraint(fields=('indicator', 'number'), name='one_definition_per_number'), models.CheckConstraint(condition=models.Q(('number', 1), ('applies_on__isnull', False), _connector='OR'), name='a_changed_definition_applies_from_a_day')],
            },
        ),
    ]
