import django.db.models.deletion
import portal.ui.storable
import uuid
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
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.CharField(choices=[('attended', '出席'), ('late', '遅刻'), ('partly', '一部出席'), ('absent', '欠席'), ('excused', '公用などによる欠席')], max_length=10, verbose_name='出欠')),
                ('how', models.CharField(choices=[('list', '名簿'), ('code', '会場のコード'), ('sheet', '紙の名簿からの転記')], max_length=5, verbose_name='入力の方法')),
                ('at', models.DateTimeField(verbose_name='入力した日時')),
            ],
            options={
                'verbose_name': '出欠',
                'verbose_name_plural': '出欠',
            },
        ),
        migrations.CreateModel(
            name='Course',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='記号')),
                ('title', portal.ui.storable.StorableCharField(max_length=100, verbose_name='科目名')),
                ('reading', portal.ui.storable.StorableCharField(blank=True, max_length=100, verbose_name='よみ')),
                ('aim', portal.ui.storable.StorableTextField(verbose_name='ねらい')),
                ('topic', models.CharField(choices=[('basics', 'DXの基礎'), ('rpa', 'RPA'), ('ai_ocr', 'AI-OCR'), ('improvement', '業務改善'), ('design', 'デザイン思考'), ('data', 'データ活用'), ('spreadsheet', '表計算'), ('tools', 'ツール'), ('security', 'セキュリティ'), ('writing', '伝わる文書'), ('facilitation', '進行役')], max_length=20, verbose_name='テーマ')),
                ('form', models.CharField(choices=[('class', '集合'), ('hands_on', 'ハンズオン'), ('video', '動画'), ('outside', '外部eラーニング')], max_length=10, verbose_name='形式')),
                ('minutes', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='時間（分）')),
                ('for_everyone', models.BooleanField(default=False, verbose_name='全職員')),
                ('for_new', models.BooleanField(default=False, verbose_name='新任')),
                ('for_general', models.BooleanField(default=False, verbose_name='一般')),
                ('for_manager', models.BooleanField(default=False, verbose_name='管理職')),
                ('for_leader', models.BooleanField(default=False, verbose_name='DXリーダー')),
                ('for_support', models.BooleanField(default=False, verbose_name='支援強化員')),
                ('is_compulsory', models.BooleanField(default=False, verbose_name='必須')),
                ('prerequisites', portal.ui.storable.StorableTextField(blank=True, verbose_name='受ける前に')),
                ('materials', portal.ui.storable.StorableTextField(blank=True, verbose_name='教材と練習用ファイル')),
                ('source', portal.ui.storable.StorableTextField(blank=True, verbose_name='出典')),
                ('gives_certificate', models.BooleanField(default=True, verbose_name='修了証を出す')),
                ('is_live', models.BooleanField(default=True, verbose_name='カタログに出す')),
                ('initial_hash', models.CharField(blank=True, max_length=64, verbose_name='初期データの控え')),
            ],
            options={
                'verbose_name': '科目',
                'verbose_name_plural': '科目',
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('starts_at', models.DateTimeField(verbose_name='開始')),
                ('ends_at', models.DateTimeField(verbose_name='終了')),
                ('place', portal.ui.storable.StorableCharField(blank=True, max_length=100, verbose_name='会場（この日だけ違うとき）')),
            ],
            options={
                'verbose_name': '日程',
                'verbose_name_plural': '日程',
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SkillArea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=20, unique=True, verbose_name='記号')),
                ('name', portal.ui.storable.StorableCharField(max_length=40, verbose_name='分野')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='順番')),
            ],
            options={
                'verbose_name': 'スキルの分野',
                'verbose_name_plural': 'スキルの分野',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='AttendanceChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old', models.CharField(blank=True, choices=[('attended', '出席'), ('late', '遅刻'), ('partly', '一部出席'), ('absent', '欠席'), ('excused', '公用などによる欠席')], max_length=10, verbose_name='前')),
                ('new', models.CharField(choices=[('attended', '出席'), ('late', '遅刻'), ('partly', '一部出席'), ('absent', '欠席'), ('excused', '公用などによる欠席')], max_length=10, verbose_name='後')),
                ('at', models.DateTimeField(verbose_name='日時')),
                ('attendance', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='training.attendance', verbose_name='出欠')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='入力した人')),
            ],
            options={
                'verbose_name': '出欠の経過',
                'verbose_name_plural': '出欠の経過',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('booked', '申込済み'), ('waitlisted', '補欠'), ('cancelled', '取り消し')], max_length=10, verbose_name='状態')),
                ('requested_at', models.DateTimeField(verbose_name='申込日時')),
                ('added_because', portal.ui.storable.StorableCharField(blank=True, max_length=200, verbose_name='加えた理由')),
                ('cancel_reason', models.CharField(blank=True, choices=[('duty', '業務の都合'), ('illness', '体調'), ('another_date', '別の回で受ける'), ('no_need', '受ける必要がなくなった'), ('other', 'そのほか'), ('desk', '研修担当による取り消し'), ('session', '開催回の中止')], max_length=20, verbose_name='取り消しの理由')),
                ('cancel_words', portal.ui.storable.StorableCharField(blank=True, max_length=200, verbose_name='くわしい理由')),
                ('cancelled_at', models.DateTimeField(blank=True, null=True, verbose_name='取り消した日時')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.department', verbose_name='申込時の所属')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='training_bookings', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
            ],
            options={
                'verbose_name': '申込み',
                'verbose_name_plural': '申込み',
            },
        ),
        migrations.AddField(
            model_name='attendance',
            name='booking',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='training.booking', verbose_name='申込み'),
        ),
        migrations.CreateModel(
            name='BookingEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('booked', '申し込んだ'), ('waitlisted', '補欠になった'), ('promoted', '繰り上がった'), ('taken', '空席を取った'), ('added', '研修担当が加えた'), ('cancelled', '取り消した')], max_length=10, verbose_name='できごと')),
                ('at', models.DateTimeField(verbose_name='日時')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='training.booking', verbose_name='申込み')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='操作した人')),
            ],
            options={
                'verbose_name': '申込みの経過',
                'verbose_name_plural': '申込みの経過',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Completion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('completed_on', models.DateField(verbose_name='修了日')),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='staff.department', verbose_name='修了時の所属')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='completions', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='completions', to='training.course', verbose_name='科目')),
            ],
            options={
                'verbose_name': '修了',
                'verbose_name_plural': '修了',
            },
        ),
        migrations.CreateModel(
            name='FeedKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key_hash', models.CharField(max_length=64, unique=True, verbose_name='鍵の控え')),
                ('made_at', models.DateTimeField(verbose_name='作った日時')),
                ('staff', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='training_feed', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
            ],
            options={
                'verbose_name': '予定のアドレスの鍵',
                'verbose_name_plural': '予定のアドレスの鍵',
            },
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('use', models.CharField(choices=[('used', '仕事で使った'), ('planned', 'これから使う'), ('not_yet', 'まだ使っていない')], max_length=10, verbose_name='使ったか')),
                ('words', portal.ui.storable.StorableTextField(blank=True, verbose_name='何に使えたか')),
                ('answered_at', models.DateTimeField(verbose_name='答えた日時')),
                ('completion', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='follow_up', to='training.completion', verbose_name='修了')),
            ],
            options={
                'verbose_name': '3か月後の振り返り',
                'verbose_name_plural': '3か月後の振り返り',
            },
        ),
        migrations.CreateModel(
            name='Lecturer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', portal.ui.storable.StorableCharField(max_length=100, verbose_name='講師名')),
                ('kind', models.CharField(choices=[('staff', '職員'), ('adviser', 'アドバイザー'), ('outside', '外部講師')], max_length=10, verbose_name='区分')),
                ('affiliation', portal.ui.storable.StorableCharField(blank=True, max_length=100, verbose_name='所属')),
                ('fields', portal.ui.storable.StorableCharField(blank=True, max_length=200, verbose_name='教えられること')),
                ('is_active', models.BooleanField(default=True, verbose_name='依頼できる')),
                ('staff', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
            ],
            options={
                'verbose_name': '講師',
                'verbose_name_plural': '講師',
            },
        ),
        migrations.AddField(
            model_name='course',
            name='lecturers',
            field=models.ManyToManyField(blank=True, related_name='courses', to='training.lecturer', verbose_name='講師'),
        ),
        migrations.AddField(
            model_name='attendance',
            name='meeting',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='training.meeting', verbose_name='日程'),
        ),
        migrations.CreateModel(
            name='OutsideRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('learning', '外部eラーニング'), ('exam', '試験の合格')], max_length=10, verbose_name='種類')),
                ('exam', models.CharField(blank=True, choices=[('ip', 'ITパスポート試験'), ('sg', '情報セキュリティマネジメント試験'), ('fe', '基本情報技術者試験'), ('ap', '応用情報技術者試験')], max_length=2, verbose_name='試験')),
                ('title', portal.ui.storable.StorableCharField(blank=True, max_length=100, verbose_name='名前')),
                ('done_on', models.DateField(verbose_name='修了・合格した日')),
                ('evidence', portal.ui.storable.StorableCharField(blank=True, max_length=200, verbose_name='確かめられるもの')),
                ('state', models.CharField(choices=[('reported', '確認待ち'), ('confirmed', '確認済み'), ('returned', '差し戻し')], default='reported', max_length=10, verbose_name='状態')),
                ('reported_at', models.DateTimeField(verbose_name='申し出た日時')),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='確認した日時')),
                ('returned_because', portal.ui.storable.StorableCharField(blank=True, max_length=200, verbose_name='差し戻しの理由')),
                ('course', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='training.course', verbose_name='科目')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='確認した人')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outside_records', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
            ],
            options={
                'verbose_name': '外部の学習の記録',
                'verbose_name_plural': '外部の学習の記録',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'returned'), _negated=True), models.Q(('returned_because', ''), _negated=True), _connector='OR'), name='returned_record_has_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'exam'), _negated=True), models.Q(('exam', ''), _negated=True), _connector='OR'), name='exam_record_names_its_exam')],
            },
        ),
        migrations.CreateModel(
            name='PlanItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='年度')),
                ('kind', models.CharField(choices=[('tier', '職層別の研修'), ('own', 'DX課職員の研修'), ('named', 'DXプランに書かれた研修')], max_length=10, verbose_name='区分')),
                ('tier', models.CharField(blank=True, choices=[('everyone', '全職員'), ('new', '新任'), ('general', '一般'), ('manager', '管理職'), ('leader', 'DXリーダー'), ('support', '支援強化員')], max_length=10, verbose_name='対象')),
                ('title', portal.ui.storable.StorableCharField(max_length=100, verbose_name='研修')),
                ('sessions_planned', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='開く回数')),
                ('state', models.CharField(choices=[('planned', '予定'), ('done', '実施済み'), ('unsure', '要確認'), ('dropped', '取りやめ')], default='planned', max_length=10, verbose_name='状態')),
                ('source', portal.ui.storable.StorableCharField(blank=True, max_length=200, verbose_name='出典')),
                ('note', portal.ui.storable.StorableTextField(blank=True, verbose_name='メモ')),
                ('course', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='plans', to='training.course', verbose_name='科目')),
            ],
            options={
                'verbose_name': '研修計画',
                'verbose_name_plural': '研修計画',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'tier'), _negated=True), models.Q(('tier', ''), _negated=True), _connector='OR'), name='tier_plan_names_its_tier')],
            },
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', portal.ui.storable.StorableCharField(blank=True, max_length=60, verbose_name='回の名前')),
                ('place', portal.ui.storable.StorableCharField(blank=True, max_length=100, verbose_name='会場')),
                ('online_address', models.URLField(blank=True, verbose_name='オンラインのアドレス')),
                ('capacity', models.PositiveSmallIntegerField(verbose_name='定員')),
                ('booking_opens_at', models.DateTimeField(verbose_name='受付開始')),
                ('booking_closes_at', models.DateTimeField(verbose_name='受付終了')),
                ('cancel_until', models.DateTimeField(verbose_name='本人が取り消せる期限')),
                ('starts_at', models.DateTimeField(db_index=True, verbose_name='開始')),
                ('ends_at', models.DateTimeField(verbose_name='終了')),
                ('audience', models.JSONField(blank=True, default=list, verbose_name='対象')),
                ('section_cap', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='1つの課の上限')),
                ('section_cap_until', models.DateField(blank=True, null=True, verbose_name='上限をなくす日')),
                ('equipment', portal.ui.storable.StorableTextField(blank=True, verbose_name='機材')),
                ('bring', portal.ui.storable.StorableTextField(blank=True, verbose_name='持ち物・準備')),
                ('partners', portal.ui.storable.StorableCharField(blank=True, max_length=200, verbose_name='合同で行う自治体')),
                ('state', models.CharField(choices=[('draft', '準備中'), ('open', '公開'), ('cancelled', '中止')], default='draft', max_length=10, verbose_name='状態')),
                ('cancelled_because', portal.ui.storable.StorableTextField(blank=True, verbose_name='中止の理由')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='予定の番号')),
                ('sequence', models.PositiveIntegerField(default=0, editable=False, verbose_name='予定の版')),
                ('changed_at', models.DateTimeField(verbose_name='最後の変更')),
                ('is_demo', models.BooleanField(default=False, verbose_name='デモ')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='training.course', verbose_name='科目')),
                ('lecturers', models.ManyToManyField(blank=True, related_name='sessions', to='training.lecturer', verbose_name='講師')),
                ('trainers', models.ManyToManyField(blank=True, related_name='sessions_run', to=settings.AUTH_USER_MODEL, verbose_name='研修担当')),
            ],
            options={
                'verbose_name': '開催回',
                'verbose_name_plural': '開催回',
                'constraints': [models.CheckConstraint(condition=models.Q(('capacity__gte', 1)), name='session_has_a_seat'), models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='session_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('booking_closes_at__gt', models.F('booking_opens_at'))), name='booking_closes_after_it_opens'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('cancelled_because', ''), _negated=True), _connector='OR'), name='cancelled_session_has_a_reason')],
            },
        ),
        migrations.AddField(
            model_name='meeting',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meetings', to='training.session', verbose_name='開催回'),
        ),
        migrations.AddField(
            model_name='completion',
            name='session',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='completions', to='training.session', verbose_name='開催回'),
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, unique=True, verbose_name='確認番号')),
                ('name', portal.ui.storable.StorableCharField(max_length=100, verbose_name='氏名')),
                ('name_reading', portal.ui.storable.StorableCharField(blank=True, max_length=100, verbose_name='ふりがな')),
                ('course_title', portal.ui.storable.StorableCharField(max_length=100, verbose_name='科目名')),
                ('minutes', models.PositiveSmallIntegerField(null=True, verbose_name='時間（分）')),
                ('completed_on', models.DateField(verbose_name='修了日')),
                ('issued_on', models.DateField(verbose_name='発行日')),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='取り消した日時')),
                ('revoked_because', portal.ui.storable.StorableCharField(blank=True, max_length=200, verbose_name='取り消しの理由')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
                ('completion', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='certificate', to='training.completion', verbose_name='修了')),
                ('session', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='training.session', verbose_name='開催回')),
            ],
            options={
                'verbose_name': '修了証',
                'verbose_name_plural': '修了証',
                'constraints': [models.CheckConstraint(condition=models.Q(('revoked_at', None), models.Q(('revoked_because', ''), _negated=True), _connector='OR'), name='revoked_certificate_has_a_reason')],
            },
        ),
        migrations.AddField(
            model_name='booking',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='training.session', verbose_name='開催回'),
        ),
        migrations.CreateModel(
            name='SessionNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('body', portal.ui.storable.StorableTextField(verbose_name='記録')),
                ('at', models.DateTimeField(verbose_name='書いた日時')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='書いた人')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='training.session', verbose_name='開催回')),
            ],
            options={
                'verbose_name': '開催回の記録',
                'verbose_name_plural': '開催回の記録',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SessionQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', portal.ui.storable.StorableTextField(verbose_name='質問')),
                ('asked_at', models.DateTimeField(verbose_name='聞いた日時')),
                ('answer', portal.ui.storable.StorableTextField(blank=True, verbose_name='答え')),
                ('answered_at', models.DateTimeField(blank=True, null=True, verbose_name='答えた日時')),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='答えた人')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='聞いた人')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='training.session', verbose_name='開催回')),
            ],
            options={
                'verbose_name': '開催回の質問',
                'verbose_name_plural': '開催回の質問',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='SkillCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='年度')),
                ('taken_at', models.DateTimeField(verbose_name='答えた日時')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='skill_checks', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
            ],
            options={
                'verbose_name': 'スキルチェック',
                'verbose_name_plural': 'スキルチェック',
            },
        ),
        migrations.CreateModel(
            name='SkillQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='記号')),
                ('label', portal.ui.storable.StorableCharField(max_length=40, verbose_name='短い名前')),
                ('words', portal.ui.storable.StorableCharField(max_length=200, verbose_name='設問')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='順番')),
                ('is_live', models.BooleanField(default=True, verbose_name='使う')),
                ('initial_hash', models.CharField(blank=True, max_length=64, verbose_name='初期データの控え')),
                ('area', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='questions', to='training.skillarea', verbose_name='分野')),
            ],
            options={
                'verbose_name': 'スキルチェックの設問',
                'verbose_name_plural': 'スキルチェックの設問',
                'ordering': ['area__order', 'order', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='course',
            name='covers',
            field=models.ManyToManyField(blank=True, related_name='courses', to='training.skillquestion', verbose_name='扱うスキル'),
        ),
        migrations.CreateModel(
            name='SkillRating',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.PositiveSmallIntegerField(verbose_name='自己評価')),
                ('check_taken', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ratings', to='training.skillcheck')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ratings', to='training.skillquestion')),
            ],
            options={
                'verbose_name': 'スキルの自己評価',
                'verbose_name_plural': 'スキルの自己評価',
                'constraints': [models.UniqueConstraint(fields=('check_taken', 'question'), name='one_rating_per_check_and_question'), models.CheckConstraint(condition=models.Q(('value__gte', 1), ('value__lte', 5)), name='rating_is_one_to_five')],
            },
        ),
        migrations.CreateModel(
            name='SurveyQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('scale', '5段階'), ('text', '自由記述')], max_length=5, verbose_name='答え方')),
                ('words', portal.ui.storable.StorableCharField(max_length=200, verbose_name='質問')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='順番')),
                ('is_satisfaction', models.BooleanField(default=False, verbose_name='満足度に使う')),
                ('is_live', models.BooleanField(default=True, verbose_name='使う')),
                ('course', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='survey_questions', to='training.course', verbose_name='科目')),
            ],
            options={
                'verbose_name': 'アンケートの質問',
                'verbose_name_plural': 'アンケートの質問',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SurveyReceipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='survey_receipts', to='training.session', verbose_name='開催回')),
                ('staff', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='職員')),
            ],
            options={
                'verbose_name': 'アンケートに答えた人',
                'verbose_name_plural': 'アンケートに答えた人',
                'constraints': [models.UniqueConstraint(fields=('session', 'staff'), name='one_survey_per_person_and_session')],
            },
        ),
        migrations.CreateModel(
            name='SurveyTally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.PositiveSmallIntegerField(verbose_name='段階')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='人数')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tallies', to='training.surveyquestion')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='survey_tallies', to='training.session', verbose_name='開催回')),
            ],
            options={
                'verbose_name': 'アンケートの集計',
                'verbose_name_plural': 'アンケートの集計',
                'constraints': [models.UniqueConstraint(fields=('session', 'question', 'mark'), name='one_tally_per_mark'), models.CheckConstraint(condition=models.Q(('mark__gte', 1), ('mark__lte', 5)), name='survey_mark_is_one_to_five')],
            },
        ),
        migrations.CreateModel(
            name='SurveyTexts',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('texts', portal.ui.storable.StorableTextField(default='[]', verbose_name='文章')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='texts', to='training.surveyquestion')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='survey_texts', to='training.session', verbose_name='開催回')),
            ],
            options={
                'verbose_name': 'アンケートの文章',
                'verbose_name_plural': 'アンケートの文章',
                'constraints': [models.UniqueConstraint(fields=('session', 'question'), name='one_list_of_texts_per_question')],
            },
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('booking', 'meeting'), name='one_attendance_per_booking_and_meeting'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='meeting_ends_after_it_starts'),
        ),
        migrations.AddConstraint(
            model_name='completion',
            constraint=models.UniqueConstraint(condition=models.Q(('session__isnull', False)), fields=('staff', 'session'), name='one_completion_per_person_and_session'),
        ),
        migrations.AddIndex(
            model_name='booking',
            index=models.Index(fields=['session', 'status', 'requested_at'], name='training_bo_session_c54629_idx'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'cancelled'), _negated=True), fields=('session', 'staff'), name='one_live_booking_per_person_and_session'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('cancelled_at__isnull', False), ('status', 'cancelled'), models.Q(('cancel_reason', ''), _negated=True)), models.Q(models.Q(('status', 'cancelled'), _negated=True), ('cancel_reason', ''), ('cancelled_at', None)), _connector='OR'), name='cancelled_booking_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='booking',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['booked', 'waitlisted', 'cancelled'])), name='booking_status_is_known'),
        ),
    ]
